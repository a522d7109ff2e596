import { ScimError } from '../message/error.js';
import { describePath } from '../path/patch-path.js';
import { type JsonObject } from '../path/read.js';
import { type Assignment } from './assignments.js';

const NAME = 'an attribute name';

/** What no database keeps in the text of a JSON value: PostgreSQL has no place for NUL, and UTF-8 none for half a surrogate pair. */
export function storableProblem(value: unknown, at = ''): ScimError | undefined {
  if (typeof value === 'string') return textProblem(value, at);
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const below = isList ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`;
    const inner = (value as JsonObject)[key];
    const problem = (isList ? undefined : textProblem(key, NAME)) ?? storableProblem(inner, below);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function textProblem(text: string, at: string): ScimError | undefined {
  if (text.includes('\0')) return ScimError.invalidValue(`${at || 'the body'} contains a NUL character`);
  if (text.isWellFormed()) return undefined;
  return ScimError.invalidValue(`${at || 'the body'} contains a lone surrogate, which is not valid Unicode`);
}

/** @throws ScimError 400 naming what cannot be kept */
export function assertStorable(value: unknown, at = ''): void {
  const problem = storableProblem(value, at);
  if (problem !== undefined) throw problem;
}

/** Whether an attribute of a body can be kept; why not is handed over. */
export function isStorableAssignment({ path, value }: Assignment, refuse: (problem: ScimError) => void): boolean {
  const { urn, attribute, subAttribute } = path;
  const problem =
    storableProblem([urn, attribute, subAttribute].join(' '), NAME) ?? storableProblem(value, describePath(path));
  if (problem !== undefined) refuse(problem);
  return problem === undefined;
}

/** The body without the names that cannot be kept; each is handed over. */
export function withStorableNames(body: JsonObject, refuse: (problem: ScimError) => void): JsonObject {
  const entries = Object.entries(body).filter(([name]) => {
    const problem = storableProblem(name, NAME);
    if (problem !== undefined) refuse(problem);
    return problem === undefined;
  });
  return Object.fromEntries(entries);
}
