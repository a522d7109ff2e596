import { type Guide, type GuideAttribute, type Inline, type Refusal } from './guide.ts';
import { parseInline, plainText } from './inline.ts';

/** A page of `docs/idp` as data: headings are known (its README says which), so that a section has a name of its own. */
export function compileGuide(id: string, markdown: string): Guide {
  const { matter, body } = frontMatter(markdown);
  const sections = split(body, '## ');
  const attributes = split(sections.get('Attributes') ?? '', '### ');
  return {
    id,
    provider: matter.get('directory_provider') ?? '',
    title: matter.get('title') ?? '',
    before: items(sections.get('Before you begin') ?? ''),
    steps: items(sections.get('Steps') ?? ''),
    users: attributeRows(attributes.get('Users') ?? ''),
    groups: attributeRows(attributes.get('Groups') ?? ''),
    expect: rows(sections.get('What to expect') ?? '').map(([change = '', sends = '', receives = '']) => ({
      change: plainText(parseInline(change)),
      sends: parseInline(sends),
      receives: parseInline(receives),
    })),
    test: items(sections.get('Test the connection') ?? ''),
    limits: items(sections.get('Known limits') ?? ''),
    refusals: rows(sections.get('When something goes wrong') ?? '').map(refusal),
  };
}

function frontMatter(markdown: string): { matter: Map<string, string>; body: string } {
  const end = markdown.indexOf('\n---\n', 4);
  const lines = markdown.slice(4, end).split('\n');
  const pairs = lines.map(
    (line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const,
  );
  return { matter: new Map(pairs), body: markdown.slice(end + 5) };
}

function split(body: string, mark: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const part of `\n${body}`.split(`\n${mark}`).slice(1)) {
    const end = part.indexOf('\n');
    sections.set(part.slice(0, end < 0 ? undefined : end).trim(), end < 0 ? '' : part.slice(end + 1));
  }
  return sections;
}

/** The entries of the first list, numbered or not; a paragraph or a code block beside it ends it, one inside an entry is a part of it. */
function items(text: string): Inline[][] {
  const found: { sentence: string; block: string[] }[] = [];
  let inBlock = false;
  for (const line of text.split('\n')) {
    const start = line.startsWith('- ') ? 2 : numberEnd(line);
    const item = found.at(-1);
    if (item !== undefined && line.startsWith('  ') && line.trim().startsWith('```')) inBlock = !inBlock;
    else if (item !== undefined && inBlock) item.block.push(line);
    else if (start > 0) found.push({ sentence: line.slice(start), block: [] });
    else if (line.startsWith('  ') && item !== undefined) item.sentence += ` ${line.trim()}`;
    else if (line.trim() !== '' && item !== undefined) break;
  }
  return found.map(({ sentence, block }) => [...parseInline(sentence.trim()), ...blockOf(block)]);
}

/** A block of code, as far to the left as it goes. */
function blockOf(lines: string[]): Inline[] {
  if (lines.length === 0) return [];
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return [{ kind: 'block', text: lines.map((line) => line.slice(indent)).join('\n') }];
}

/** Where the text after `12. ` begins; 0 where the line is no such entry. */
function numberEnd(line: string): number {
  const dot = line.indexOf('. ');
  if (dot < 1 || dot > 2) return 0;
  for (const digit of line.slice(0, dot)) if (digit < '0' || digit > '9') return 0;
  return dot + 2;
}

/** The rows of the first table, without its head. A bar inside code is no border. */
function rows(text: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('| --- |'));
  if (start < 0) return [];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => !line.startsWith('|'));
  return after.slice(0, end < 0 ? undefined : end).map(cells);
}

function cells(line: string): string[] {
  const found: string[] = [];
  let cell = '';
  let inCode = false;
  for (const character of line.trim().slice(1, -1)) {
    if (character === '`') inCode = !inCode;
    if (character === '|' && !inCode) {
      found.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  found.push(cell.trim());
  return found;
}

const firstCode = (cell: string): string => {
  const start = cell.indexOf('`');
  return start < 0 ? cell : cell.slice(start + 1, cell.indexOf('`', start + 1));
};

const attributeRows = (text: string): GuideAttribute[] =>
  rows(text).map(([name = '', path = '', field = '']) => ({
    name: plainText(parseInline(name)),
    path: firstCode(path),
    field: firstCode(field),
  }));

/** `409 \`userName "…" is taken\`` names a status and what the error contains; the parts around `…` are looked for. */
function refusal([sees = '', means = '', act = '']: string[]): Refusal {
  const said = sees.includes('`') ? firstCode(sees) : '';
  const parts = said.split('…');
  const pattern = parts.reduce((longest, part) => (part.trim().length > longest.length ? part.trim() : longest), '');
  return {
    pattern: pattern.toLowerCase(),
    status: statusIn(sees),
    sees: parseInline(sees),
    means: parseInline(means),
    do: parseInline(act),
  };
}

function statusIn(sees: string): number | null {
  for (const word of sees.split(' ')) {
    const status = Number(word);
    if (word.length === 3 && status >= 400 && status < 600) return status;
  }
  return null;
}
