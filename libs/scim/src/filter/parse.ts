import { ScimError } from '../message/error.js';
import { MAX_FILTER_TERMS } from '../limits/limits.js';
import { type AttributePath, resolveElementPath, resolvePath } from '../path/attribute-path.js';
import { type ResourceType } from '../schema/resource-type.js';
import { type CompareOperator, type FilterNode } from './ast.js';
import { comparison } from './comparison.js';
import { lex, type Token } from './lex.js';
import { filterProblem } from './problem.js';

const MAX_LENGTH = 10_000;
const MAX_DEPTH = 50;
const OPERATORS: ReadonlySet<string> = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le']);

type Resolve = (text: string) => AttributePath | string;

/**
 * Parses a filter over resources of `type` (RFC 7644 §3.4.2.2), operators and names in any case.
 * Throws invalidFilter naming the position and the problem; linear in the length of the text.
 */
export function parseFilter(text: string, type: ResourceType): FilterNode {
  return new Parser(text, (name) => resolveFilterPath(name, type)).parse();
}

/** Parses what stands between the brackets of `parent[…]`. */
export function parseElementFilter(text: string, parent: AttributePath): FilterNode {
  // Legacy clients name each member of a group in a term (OL-R8).
  const maxTerms = parent.definition?.name === 'members' ? Infinity : MAX_FILTER_TERMS;
  return new Parser(text, (name) => resolveElementPath(name, parent), true, maxTerms).parse();
}

/** Resolves a name as filters and `sortBy` write it; a string says what is wrong. */
export function resolveFilterPath(text: string, type: ResourceType): AttributePath | string {
  // PingOne's filter templates offer `email` (P1-DOC).
  const path = resolvePath(text.toLowerCase() === 'email' && type.name === 'User' ? 'emails.value' : text, type);
  return typeof path === 'string' || path.attribute !== '' ? path : `"${text}" names a schema, not an attribute`;
}

class Parser {
  private readonly tokens: Token[];
  private next = 0;
  private depth = 0;
  private terms = 0;

  constructor(
    text: string,
    private resolve: Resolve,
    private inElement = false,
    private readonly maxTerms = MAX_FILTER_TERMS,
  ) {
    if (text.length > MAX_LENGTH) throw ScimError.invalidFilter(`The filter is longer than ${MAX_LENGTH} characters`);
    this.tokens = lex(text);
  }

  parse(): FilterNode {
    const node = this.disjunction();
    const token = this.peek();
    if (token.kind !== 'end') throw filterProblem(token.at, `unexpected "${token.text}"`);
    return node;
  }

  private disjunction(): FilterNode {
    let left = this.conjunction();
    while (this.takeWord('or')) left = { kind: 'or', left, right: this.conjunction() };
    return left;
  }

  private conjunction(): FilterNode {
    let left = this.term();
    while (this.takeWord('and')) left = { kind: 'and', left, right: this.term() };
    return left;
  }

  private term(): FilterNode {
    const token = this.peek();
    if (token.kind === '(') return this.nested('(', ')', () => this.disjunction());
    if (token.kind !== 'word') throw filterProblem(token.at, 'expected an attribute');
    if (token.text.toLowerCase() === 'not' && this.tokens[this.next + 1]?.kind === '(') {
      this.next++;
      return { kind: 'not', node: this.nested('(', ')', () => this.disjunction()) };
    }
    this.next++;
    const path = this.check(token.at, this.resolve(token.text));
    return this.peek().kind === '[' ? this.valuePath(path) : this.condition(path);
  }

  /** `emails[type eq "work"]`, and Entra's `emails[type eq "work"].value eq "x"` on the same element (ENTRA-R2). */
  private valuePath(path: AttributePath): FilterNode {
    const open = this.peek();
    if (this.inElement) throw filterProblem(open.at, 'value filters cannot be nested');
    if (path.subAttribute !== undefined || (path.leaf && path.leaf.type !== 'complex'))
      throw filterProblem(open.at, 'only a complex attribute can have a value filter');
    const outer = this.resolve;
    this.resolve = (name) => resolveElementPath(name, path);
    this.inElement = true;
    let node = this.nested('[', ']', () => this.disjunction());
    const after = this.peek();
    if (after.kind === 'word' && after.text.startsWith('.')) {
      this.next++;
      const sub = this.check(after.at, this.resolve(after.text.slice(1)));
      node = { kind: 'and', left: node, right: this.condition(sub) };
    }
    this.resolve = outer;
    this.inElement = false;
    return { kind: 'valuePath', path, node };
  }

  private condition(path: AttributePath): FilterNode {
    const token = this.take();
    if (++this.terms > this.maxTerms) throw filterProblem(token.at, `more than ${this.maxTerms} terms`);
    const op = token.text.toLowerCase();
    if (token.kind === 'word' && op === 'pr') {
      if (path.leaf?.returned === 'never')
        throw filterProblem(token.at, `${path.attribute} cannot be used in a filter`);
      return { kind: 'present', path };
    }
    if (token.kind !== 'word' || !OPERATORS.has(op))
      throw filterProblem(token.at, `expected an operator after "${path.attribute}"${shown(token)}`);
    const literal = this.take();
    if (literal.kind !== 'word' && literal.kind !== 'string')
      throw filterProblem(literal.at, `expected a value after "${op}"`);
    const quoted = literal.kind === 'string';
    return this.check(literal.at, comparison(path, op as CompareOperator, { text: literal.text, quoted }));
  }

  private nested(open: '(' | '[', close: ')' | ']', inside: () => FilterNode): FilterNode {
    const start = this.take();
    if (++this.depth > MAX_DEPTH) throw filterProblem(start.at, `nested deeper than ${MAX_DEPTH} levels`);
    const node = inside();
    this.depth--;
    const end = this.take();
    if (end.kind !== close) throw filterProblem(end.at, `expected "${close}" for the "${open}" at ${start.at + 1}`);
    return node;
  }

  private check<T>(at: number, result: T | string): T {
    if (typeof result === 'string') throw filterProblem(at, result);
    return result;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    if (token.kind !== 'word' || token.text.toLowerCase() !== word) return false;
    this.next++;
    return true;
  }

  private peek(): Token {
    return this.tokens[Math.min(this.next, this.tokens.length - 1)]!;
  }

  private take(): Token {
    const token = this.peek();
    this.next++;
    return token;
  }
}

function shown(token: Token): string {
  return token.kind === 'end' ? '' : `, got "${token.text}"`;
}
