export interface RetryPolicy {
  /** The delay after attempt 1, 2, …, in milliseconds; attempts = entries + 1. */
  delaysMs: readonly number[];
  /** The most that chance adds to a delay: 0 to 0.1 of it. */
  jitter: number;
}

/** What the receiver's answer says about when to come back. */
export interface RetryHint {
  retryAfterMs?: number;
  /** 429, 502, 504: the receiver, or what stands before it, has too much to do. */
  overloaded?: boolean;
}

/** The furthest a receiver can push its next attempt: the ladder's own longest step. */
const RAISED_AT_MOST_MS = 10 * 3_600_000;

/**
 * The wait before the next attempt, in milliseconds. A hint only ever raises the ladder's step, at most to 10 h: overload
 * doubles it (in proportion, so that a short development schedule stays short), Retry-After is honoured as asked.
 * Jitter comes on top, so nobody is called earlier than they asked.
 *
 * @param attemptsMade at least 1
 * @returns undefined when the ladder is over
 */
export function nextDelay(
  policy: RetryPolicy,
  attemptsMade: number,
  hint: RetryHint = {},
  random: () => number = Math.random,
): number | undefined {
  const step = policy.delaysMs[attemptsMade - 1];
  if (step === undefined) return undefined;
  const wished = Math.max(hint.retryAfterMs ?? 0, hint.overloaded ? step * 2 : 0);
  const delay = Math.max(step, Math.min(wished, RAISED_AT_MOST_MS));
  return Math.round(delay * (1 + policy.jitter * random()));
}
