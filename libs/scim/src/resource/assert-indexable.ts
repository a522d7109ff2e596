import { comparisonKey } from '../comparison/comparison-key.js';
import { ScimError } from '../message/error.js';

/** Bytes of a value that resources are found by, as it is sent. */
export const MAX_VALUE_BYTES = 1500;
/** Bytes of its comparison key, or of two values beside each other: with ids, a row of an index has room for so many (2,704). */
export const MAX_KEY_BYTES = 2500;
/** A character becomes at most three times as long: U+1D160 is decomposed and not composed again. A test looks at every one. */
export const MOST_GROWTH = 3;

/** What keeps an id from being found: it does not fit into an index of PostgreSQL. Undefined where it does. */
export function lengthProblem(value: string): string | undefined {
  return Buffer.byteLength(value) > MAX_VALUE_BYTES ? `longer than ${MAX_VALUE_BYTES} bytes` : undefined;
}

/** The same of a name or an address, which is found by its comparison key. */
export function keyProblem(value: string): string | undefined {
  const problem = lengthProblem(value);
  if (problem !== undefined || Buffer.byteLength(value) * MOST_GROWTH <= MAX_KEY_BYTES) return problem;
  if (Buffer.byteLength(comparisonKey(value)) <= MAX_KEY_BYTES) return undefined;
  return `longer than ${MAX_KEY_BYTES} bytes as it is compared`;
}

/** Refuses an id that is too long. Throws invalidValue naming it. */
export function assertIndexable(value: unknown, at: string, problemOf = lengthProblem): void {
  const problem = typeof value === 'string' ? problemOf(value) : undefined;
  if (problem !== undefined) throw ScimError.invalidValue(`${at}: ${problem}`);
}

/** Refuses a name or an address that is too long. Throws invalidValue naming it. */
export function assertComparable(value: unknown, at: string): void {
  assertIndexable(value, at, keyProblem);
}
