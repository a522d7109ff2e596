import { ScimError } from '../message/error.js';
import { parseElementFilter } from '../filter/parse.js';
import { type FilterNode } from '../filter/ast.js';
import { type ResourceType } from '../schema/resource-type.js';
import {
  type AttributePath,
  descend,
  type PathReading,
  printPath,
  resolveElementPath,
  resolvePath,
} from './attribute-path.js';

/** A PATCH target (RFC 7644 figure 7). `attribute` is empty when the path is the URN of an extension. */
export interface Path extends AttributePath {
  /** The value filter, relative to an element of `attribute`. */
  filter?: FilterNode;
}

/**
 * Parses `a`, `a.b`, `a[f]`, `a[f].b` and the same behind a URN, and a URN alone.
 * Throws invalidPath, or invalidFilter for what stands in the brackets.
 */
export function parsePath(text: string, type: ResourceType, reading: PathReading = {}): Path {
  const trimmed = text.trim();
  const member = oneMember(trimmed, type);
  if (member !== undefined) return member;
  const open = trimmed.indexOf('[');
  const path = check(resolvePath(open < 0 ? trimmed : trimmed.slice(0, open).trimEnd(), type, reading), text);
  if (open < 0) return path;
  if (path.attribute === '' || path.subAttribute !== undefined || path.definition?.multiValued === false)
    throw invalid(text, 'only a multi-valued attribute can have a value filter');
  const close = closingBracket(trimmed, open);
  if (close < 0) throw invalid(text, 'the "[" is not closed');
  const filter = parseElementFilter(trimmed.slice(open + 1, close), path);
  const tail = trimmed.slice(close + 1);
  if (tail === '') return { ...path, filter };
  if (!tail.startsWith('.')) throw invalid(text, `unexpected "${tail}"`);
  return { ...check(descend(path, tail.slice(1), reading.lenient), text), filter };
}

const ONE_MEMBER = /^members\[value eq "([^"\\\p{Cc}\p{Cs}]+)"\]$/u;

/** `members[value eq "…"]`, of which legacy dialects send thousands in a request, without the parser of filters. */
function oneMember(text: string, type: ResourceType): Path | undefined {
  const value = type.name === 'Group' ? ONE_MEMBER.exec(text)?.[1] : undefined;
  if (value === undefined) return undefined;
  const path = resolvePath('members', type);
  const valuePath = typeof path === 'string' ? path : resolveElementPath('value', path);
  if (typeof path === 'string' || typeof valuePath === 'string') return undefined;
  return { ...path, filter: { kind: 'compare', path: valuePath, op: 'eq', value } };
}

/** The path as text, without its filter: what error messages call a target. */
export function describePath(path: Path): string {
  if (!path.filter) return printPath(path);
  const sub = path.subAttribute === undefined ? '' : `.${path.subAttribute}`;
  return `${printPath({ ...path, subAttribute: undefined })}[…]${sub}`;
}

function closingBracket(text: string, open: number): number {
  let quoted = false;
  for (let at = open + 1; at < text.length; at++) {
    const char = text[at];
    if (quoted && char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ']') return at;
  }
  return -1;
}

function check(result: AttributePath | string, text: string): AttributePath {
  if (typeof result === 'string') throw invalid(text, result);
  return result;
}

function invalid(text: string, problem: string): ScimError {
  return ScimError.invalidPath(`Invalid path ${JSON.stringify(text)}: ${problem}`);
}
