import { type FeedEvent } from './event';

const MOST_KEPT = 5_000;

/** The newest first; each event once, however often it was read. */
export function withNewer(kept: readonly FeedEvent[], read: readonly FeedEvent[]): readonly FeedEvent[] {
  if (read.length === 0) return kept;
  const known = new Set(kept.slice(0, 1_000).map(({ id }) => id));
  const fresh = read.filter(({ id }) => !known.has(id)).reverse();
  return fresh.length === 0 ? kept : [...fresh, ...kept].slice(0, MOST_KEPT);
}
