import { comparisonKey } from '../comparison/comparison-key.js';
import { ScimError } from '../message/error.js';

/** Bytes of a value that resources are found by, as it is sent. */
const MAX_BYTES = 1500;
/** Bytes of its comparison key: with ids beside it, a row of an index has room for so many (2,704). */
export const MAX_KEY_BYTES = 2500;
/** A character becomes at most three times as long: U+1D160 is decomposed and not composed again. A test looks at every one. */
export const MOST_GROWTH = 3;

/** What keeps a value from being found: it does not fit into an index of PostgreSQL. Undefined where it does. */
export function indexProblem(value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_BYTES) return `longer than ${MAX_BYTES} bytes`;
  if (bytes * MOST_GROWTH <= MAX_KEY_BYTES || Buffer.byteLength(comparisonKey(value)) <= MAX_KEY_BYTES)
    return undefined;
  return `longer than ${MAX_KEY_BYTES} bytes as it is compared`;
}

/** Refuses a value that resources are found by and that is too long to be. Throws invalidValue naming it. */
export function assertIndexable(value: unknown, at: string): void {
  const problem = typeof value === 'string' ? indexProblem(value) : undefined;
  if (problem !== undefined) throw ScimError.invalidValue(`${at}: ${problem}`);
}
