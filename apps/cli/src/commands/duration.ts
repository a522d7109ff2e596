import { UsageError } from '../usage-error.js';

const MILLISECONDS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = 7 * MILLISECONDS['d']!;

/** `30s`, `15m`, `1h`: in milliseconds. @throws UsageError */
export function duration(given: string, name: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(given) ?? [];
  const ms = count === undefined ? 0 : Number(count) * MILLISECONDS[unit!]!;
  if (ms === 0 || ms > LONGEST_MS) throw new UsageError(`--${name} must be a time like 30s, 15m or 1h`);
  return ms;
}
