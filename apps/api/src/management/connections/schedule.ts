import { parseDuration } from '../input/duration.js';

export const DEFAULT_SCHEDULE_MS = 30 * 60_000;
const SHORTEST_MS = 5 * 60_000;
const LONGEST_MS = 24 * 3_600_000;

/** Milliseconds; null for `off`; undefined for anything that is no schedule. */
export function parseSchedule(text: string): number | null | undefined {
  if (text === 'off') return null;
  const duration = parseDuration(text);
  return duration !== undefined && duration >= SHORTEST_MS && duration <= LONGEST_MS ? duration : undefined;
}

/** In the largest unit that fits. */
export function scheduleText(ms: number | null): string {
  if (ms === null) return 'off';
  if (ms % 3_600_000 === 0) return `${ms / 3_600_000}h`;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1_000}s`;
}
