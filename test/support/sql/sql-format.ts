/** One line of SQL is at most so long, unless a word is longer. */
const WIDTH = 120;

interface Word {
  text: string;
  /** Whether blanks were before it. */
  apart: boolean;
}

interface Group extends Word {
  items: Item[];
}

type Item = Word | Group;

const isGroup = (item: Item): item is Group => 'items' in item;

const TOKEN = /--[^\n]*|'(?:[^']|'')*'|"[^"]*"|[\w$.]+|::|<=|>=|<>|->>?|\|\||[^\s]/g;

/** What begins a line of its own inside a statement or a subquery. */
const CLAUSES = [
  'WITH RECURSIVE',
  'WITH',
  'SELECT',
  'FROM',
  'WHERE',
  'GROUP BY',
  'ORDER BY',
  'UNION ALL',
  'UNION',
  'CROSS JOIN LATERAL',
  'LEFT JOIN LATERAL',
  'INNER JOIN LATERAL',
  'LEFT JOIN',
  'INNER JOIN',
  'JOIN',
  'INSERT INTO',
  'UPDATE',
  'SET',
  'DELETE FROM',
  'USING',
  'RETURNING',
  'ON CONFLICT',
  'VALUES',
].map((clause) => clause.split(' '));

/** The same statement, word for word, in lines that show how its subqueries are nested. For people alone: it is not what is sent. */
export function formatSql(sql: string): string {
  return body(parse(sql), 0).join('\n');
}

function parse(sql: string): Item[] {
  const root: Group = { text: '(', apart: false, items: [] };
  const open = [root];
  let end = 0;
  for (const match of sql.matchAll(TOKEN)) {
    const [text] = match;
    const word = { text, apart: match.index > end };
    end = match.index + text.length;
    if (text === ')') {
      if (open.length > 1) open.pop();
      continue;
    }
    const item = text === '(' ? { ...word, items: [] } : word;
    open.at(-1)!.items.push(item);
    if (isGroup(item)) open.push(item);
  }
  return root.items;
}

const inline = (items: readonly Item[]): string =>
  items
    .map((item, index) => {
      const text = isGroup(item) ? `(${inline(item.items)})` : item.text;
      return item.apart && index > 0 ? ` ${text}` : text;
    })
    .join('');

const hasComment = (items: readonly Item[]): boolean =>
  items.some((item) => (isGroup(item) ? hasComment(item.items) : item.text.startsWith('--')));

/** Lines of a statement or of what is between two parentheses. */
function body(items: readonly Item[], indent: number): string[] {
  const fits = indent + inline(items).length <= WIDTH && !hasComment(items) && indent > 0;
  if (fits) return [' '.repeat(indent) + inline(items)];
  return clauses(items).flatMap((clause) => flow(clause, indent));
}

/** A list of arguments has no clauses, even where `ORDER BY` is in it. */
function clauses(items: readonly Item[]): Item[][] {
  const [first] = items;
  if (first === undefined || (!isGroup(first) && !CLAUSES.some(([word]) => word === first.text))) return [[...items]];
  const found: Item[][] = [];
  for (let at = 0; at < items.length;) {
    const length = CLAUSES.find((words) => words.every((word, n) => items[at + n]?.text === word))?.length ?? 0;
    const before = at === 0 ? '' : items[at - 1]!.text;
    if (found.length === 0 || (length > 0 && before !== 'FOR' && before !== 'DISTINCT')) found.push([]);
    const taken = Math.max(length, 1);
    found.at(-1)!.push(...items.slice(at, at + taken));
    at += taken;
  }
  return found;
}

/** A clause in lines: what is too long goes on behind a comma, AND or OR, and long parentheses are opened. */
function flow(items: readonly Item[], indent: number): string[] {
  const isWith = items[0]?.text === 'WITH';
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  const next = (by: number) => {
    if (line.trim() !== '') lines.push(line);
    line = ' '.repeat(by);
  };
  items.forEach((item, index) => {
    const before = index === 0 ? '' : items[index - 1]!.text;
    const gap = item.apart && line.trim() !== '' ? ' ' : '';
    if (!isGroup(item) && item.text.startsWith('--')) {
      next(indent + 2);
      line += item.text;
      next(indent + 2);
      return;
    }
    const text = inline([item]);
    const unit = before === ',' || item.text === 'AND' || item.text === 'OR' ? upToBreak(items, index) : text;
    const isBreak = before === ',' || item.text === 'AND' || item.text === 'OR' || item.text === 'WHEN';
    const tooLong = line.length + gap.length + unit.length > WIDTH;
    if (isBreak && line.trim() !== '' && (tooLong || (isWith && before === ','))) next(indent + (isWith ? 0 : 2));
    const start = line.trim() === '' ? '' : gap;
    if (isGroup(item) && (line.length + start.length + text.length > WIDTH || hasComment(item.items))) {
      line += `${start}(`;
      const depth = line.length - line.trimStart().length;
      lines.push(line, ...body(item.items, depth + 2));
      line = `${' '.repeat(depth)})`;
    } else line += start + text;
  });
  next(0);
  return lines;
}

/** What stays together behind a place where a line may end. */
function upToBreak(items: readonly Item[], from: number): string {
  let to = from + 1;
  while (to < items.length && !['AND', 'OR', 'WHEN'].includes(items[to]!.text) && items[to - 1]!.text !== ',') to++;
  return inline(items.slice(from, to));
}
