import { type Field, type FieldProblem } from './connector-definition.js';

const LONGEST_TEXT = 64 * 1024;

/** What is wrong with each field by itself. Values are never quoted: they may be secrets. */
export function fieldProblems(
  part: 'settings' | 'secrets',
  fields: Record<string, Field>,
  given: Record<string, unknown>,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const say = (name: string, description: string) => problems.push({ field: `${part}.${name}`, description });
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(fields, name)) say(name, `is not known; known are ${Object.keys(fields).join(', ') || 'none'}`);
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined || value === null || value === '') {
      if (field.required === true) say(name, 'is missing');
      continue;
    }
    const problem = problemOf(field, value);
    if (problem !== undefined) say(name, problem);
  }
  return problems;
}

function problemOf(field: Field, value: unknown): string | undefined {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'texts':
      if (!Array.isArray(value) || !value.every(isText)) return 'must be a list of texts';
      return value.map((text) => valueProblem(field, text as string)).find((problem) => problem !== undefined);
    case 'map':
      return isObject(value) && Object.values(value).every(isText) ? undefined : 'must be an object of texts';
    case 'document':
      return isObject(asDocument(value)) ? undefined : 'must be a JSON object, or its text';
    case 'url':
      return isText(value) ? urlProblem(field, value) : 'must be a URL';
    case 'text':
      return isText(value) ? valueProblem(field, value) : 'must be a text';
  }
}

/** A JSON object that was given as its text, too. */
export function asDocument(value: unknown): Record<string, unknown> | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    // Not JSON: the caller says so.
    return undefined;
  }
}

function valueProblem({ values }: Field, value: string): string | undefined {
  if (values !== undefined && !values.includes(value)) return `must be one of ${values.join(', ')}`;
  return value.length > LONGEST_TEXT ? 'is too long' : undefined;
}

function urlProblem({ schemes = ['https', 'http'] }: Field, value: string): string | undefined {
  if (!URL.canParse(value)) return 'must be a complete URL';
  return schemes.includes(new URL(value).protocol.slice(0, -1))
    ? undefined
    : `must begin with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
