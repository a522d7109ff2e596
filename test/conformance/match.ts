import { isDeepStrictEqual } from 'node:util';

const TOKENS: Record<string, (value: unknown) => boolean> = {
  '<string>': (value) => typeof value === 'string' && value !== '',
  '<integer>': Number.isInteger,
  '<boolean>': (value) => typeof value === 'boolean',
  '<dateTime>': (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
};

/**
 * How `actual` differs from `expected`, as lines; none = it matches. Objects match partially, arrays element by element.
 * `<string>`, `<integer>`, `<boolean>`, `<dateTime>` and `<contains x>` stand for values that cannot be known before.
 */
export function differences(expected: unknown, actual: unknown, at = 'body'): string[] {
  if (typeof expected === 'string' && matchesToken(expected, actual)) return [];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [mismatch(at, expected, actual)];
    return expected.flatMap((element, index) => differences(element, actual[index], `${at}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return [mismatch(at, expected, actual)];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, (actual as Record<string, unknown>)[key], `${at}.${key}`),
    );
  }
  return isDeepStrictEqual(expected, actual) ? [] : [mismatch(at, expected, actual)];
}

function matchesToken(expected: string, actual: unknown): boolean {
  const contained = /^<contains (.*)>$/s.exec(expected)?.[1];
  if (contained !== undefined) return typeof actual === 'string' && actual.includes(contained);
  return TOKENS[expected]?.(actual) ?? false;
}

function mismatch(at: string, expected: unknown, actual: unknown): string {
  return `${at}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
