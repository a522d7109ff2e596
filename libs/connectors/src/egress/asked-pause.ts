import { parseRetryAfter } from '#webhooks';

/** Counters of seconds are small; times since 1970 are not. */
const FIRST_TIME = 1_000_000_000;

/**
 * How long the source asks to be left alone, in milliseconds: by `Retry-After`, or by the time at which its budget begins
 * anew (HiBob sends only `X-RateLimit-Reset`, a time or the seconds until then). Undefined where it does not say.
 */
export function askedPause(headers: Record<string, string>, isLimit: boolean, now: Date): number | undefined {
  const asked = parseRetryAfter(headers['retry-after'], now);
  const reset = headers['x-ratelimit-reset'] ?? headers['ratelimit-reset'];
  if (asked !== undefined || !isLimit || reset === undefined || !/^\d{1,13}(\.\d{1,6})?$/.test(reset)) return asked;
  const seconds = Number(reset);
  if (seconds < FIRST_TIME) return seconds * 1000;
  const at = seconds > FIRST_TIME * 1000 ? seconds : seconds * 1000;
  return Math.max(at - now.getTime(), 0);
}
