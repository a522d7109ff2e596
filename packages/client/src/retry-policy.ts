import { type RollcallError } from './rollcall-error.js';

const FIRST_MS = 250;
const LONGEST_MS = 8_000;
/** Who is asked to wait longer is told so by the error, and not kept waiting. */
const LONGEST_RETRY_AFTER_S = 60;

/** Whether the same request may succeed a moment later. */
export function isTransient({ status, errorCode, retryAfter }: RollcallError): boolean {
  if (retryAfter !== undefined && retryAfter > LONGEST_RETRY_AFTER_S) return false;
  if (errorCode === 'CONNECTION_FAILED' || errorCode === 'TIMEOUT') return true;
  // Our own first attempt, whose answer was lost, is still at work.
  if (errorCode === 'IDEMPOTENCY_KEY_IN_USE') return true;
  return status === 429 || status === 502 || status === 503 || status === 504;
}

/**
 * How long to wait before a request is sent again: doubling, half of it at random, so that clients that failed together do not
 * return together; never less than the broker asks for.
 *
 * @param attempt of the one that failed, from 0
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function backoff(attempt: number, { retryAfter }: Pick<RollcallError, 'retryAfter'>, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** attempt, LONGEST_MS);
  const jittered = full / 2 + (full / 2) * random;
  return retryAfter === undefined ? jittered : retryAfter * 1_000 + jittered;
}
