import { UsageError } from '../usage-error.js';

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A moment: RFC 3339, or how long ago (`30m`, `24h`, `7d`). @throws UsageError */
export function instant(given: string, name: string, now: Date): string {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
  const at = count === undefined ? Date.parse(given) : now.getTime() - Number(count) * SECONDS[unit!]! * 1_000;
  if (Number.isNaN(at)) throw new UsageError(`--${name} must be a time like 2026-01-31T12:00:00Z, or 24h ago: 24h`);
  return new Date(at).toISOString();
}
