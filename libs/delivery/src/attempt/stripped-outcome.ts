import { type DeliveryAttempt, type DeliveryOutcome } from '../outcome.js';

const UNSTORABLE = 'PostgreSQL did not take what the receiver answered';
const MAX_INTEGER = 2_147_483_647;
/** The longest step of any ladder and of a Retry-After. */
const LONGEST_DELAY_MS = 36_000_000;

/** The same outcome without anything that came from outside: it takes its step of the ladder, and the log says why it says no more. */
export function strippedOutcome(outcome: DeliveryOutcome, now: Date): DeliveryOutcome {
  if (outcome.kind === 'released' || outcome.kind === 'canceled') return outcome;
  const attempt = strippedAttempt(outcome.attempt, now);
  if (outcome.kind !== 'failed' || outcome.retryInMs === undefined) return { ...outcome, attempt };
  return { ...outcome, attempt, retryInMs: between(outcome.retryInMs, LONGEST_DELAY_MS) };
}

function strippedAttempt({ id, at, durationMs, status }: DeliveryAttempt, now: Date): DeliveryAttempt {
  const isStatus = status !== undefined && Number.isInteger(status) && status >= 100 && status <= 999;
  return {
    // The same: a try whose answer was lost must not be logged twice.
    ...(id !== undefined && { id }),
    at: Number.isNaN(at.getTime()) ? now : at,
    durationMs: between(durationMs, MAX_INTEGER),
    ...(isStatus && { status }),
    error: UNSTORABLE,
  };
}

const between = (value: number, most: number): number =>
  Number.isFinite(value) ? Math.min(Math.max(Math.round(value), 0), most) : 0;
