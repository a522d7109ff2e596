import { UsageError } from '../usage-error.js';

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A moment: RFC 3339, or how long ago (`30m`, `24h`, `7d`). @throws UsageError */
export function instant(given: string, name: string, now: Date): string {
  const at = moment(given, now, -1);
  if (Number.isNaN(at)) throw new UsageError(`--${name} must be a time like 2026-01-31T12:00:00Z, or 24h ago: 24h`);
  return new Date(at).toISOString();
}

/** A moment: RFC 3339, or in how long (`30m`, `24h`, `90d`). @throws UsageError */
export function fromNow(given: string, name: string, now: Date): string {
  const at = moment(given, now, 1);
  if (Number.isNaN(at)) throw new UsageError(`--${name} must be a time like 2026-01-31T12:00:00Z, or in 90 days: 90d`);
  return new Date(at).toISOString();
}

function moment(given: string, now: Date, direction: 1 | -1): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
  if (count === undefined) return Date.parse(given);
  return now.getTime() + direction * Number(count) * SECONDS[unit!]! * 1_000;
}
