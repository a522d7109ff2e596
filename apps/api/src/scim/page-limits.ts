import { type SearchRequest } from '#scim';

/** Pages of what clients ask for, within reason: larger counts are clamped, never refused. */
export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 1_000;

export function countOf(search: SearchRequest): number {
  return Math.min(search.count ?? DEFAULT_COUNT, MAX_COUNT);
}
