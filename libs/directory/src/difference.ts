import { isDeepStrictEqual } from 'node:util';

/**
 * The fields of `after` that differ, with the values they had in `before` (absent = null).
 * Undefined when nothing differs: a change that changes nothing announces nothing.
 */
export function previousAttributes(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const previous: Record<string, unknown> = {};
  let differs = false;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const was = before[key] ?? null;
    if (same(was, after[key] ?? null)) continue;
    previous[key] = was;
    differs = true;
  }
  return differs ? previous : undefined;
}

/** JSON equality without regard to the order of keys: jsonb does not keep it, so it must not count as a change. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || (typeof left === 'object' && typeof right === 'object' && isDeepStrictEqual(left, right));
}
