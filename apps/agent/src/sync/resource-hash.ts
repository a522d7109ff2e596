import { createHash } from 'node:crypto';

/** 96 bits, 16 characters: no two states of one person will ever share them. */
const BYTES = 12;

/** A part of a longer text would keep the whole of it in memory, a hundred thousand times. */
export const textHash = (text: string): string =>
  createHash('sha256').update(text).digest().toString('base64url', 0, BYTES);

/** The same for the same values, in whatever order a source names them. */
export const resourceHash = (value: unknown): string => textHash(JSON.stringify(sorted(value)));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
