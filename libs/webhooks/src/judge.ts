import { parseRetryAfter } from './retry-after.js';
import { nextDelay, type RetryHint, type RetryPolicy } from './retry-policy.js';
import { type SendResponse, type SendResult } from './send-result.js';

/** What an attempt means for its delivery. */
export type Outcome =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number }
  /** The ladder is over. */
  | { kind: 'exhausted' }
  /** 410: the endpoint wants nothing more and is disabled. */
  | { kind: 'gone' }
  /** Cut short by us: consumes no step of the ladder, sent again. */
  | { kind: 'interrupted' };

/**
 * Any 2xx delivers, 410 disables the endpoint, everything else (3xx included, which is never followed) climbs the ladder.
 *
 * @param attemptsMade this one included, interrupted ones not: at least 1
 */
export function judge(
  result: SendResult,
  attemptsMade: number,
  policy: RetryPolicy,
  now: Date = new Date(),
  random: () => number = Math.random,
): Outcome {
  if (result.kind === 'error' && result.error === 'aborted') return { kind: 'interrupted' };
  if (result.kind === 'response') {
    if (result.status >= 200 && result.status < 300) return { kind: 'delivered' };
    if (result.status === 410) return { kind: 'gone' };
  }
  const hint = result.kind === 'response' ? hintOf(result, now) : {};
  const delayMs = nextDelay(policy, attemptsMade, hint, random);
  return delayMs === undefined ? { kind: 'exhausted' } : { kind: 'retry', delayMs };
}

function hintOf({ status, headers }: SendResponse, now: Date): RetryHint {
  const header = headers['retry-after'];
  const asked = status === 429 || status === 503 ? (Array.isArray(header) ? header[0] : header) : undefined;
  return {
    retryAfterMs: parseRetryAfter(asked, now),
    overloaded: status === 429 || status === 502 || status === 504,
  };
}
