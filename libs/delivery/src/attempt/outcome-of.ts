import { nextDelay, type RetryPolicy, type SendResult } from '#webhooks';
import { type DeliveryAttempt, type DeliveryOutcome } from '../outcome.js';
import { type Classification } from './classify.js';

/** The steps of the ladder, and the chance that spreads them. */
export interface Ladder extends RetryPolicy {
  /** From 0 to 1. */
  random(): number;
}

export interface Attempted {
  id: string;
  /** Of the claim. */
  token: string;
  /** Attempts that consumed a step before this one. */
  step: number;
  at: Date;
  endpoint: { payloadFormat: 'standard' | 'polis' | 'set'; resumedAt: string | null };
}

/** What a request means for its delivery, with the attempt for the log. */
export function outcomeOf(
  { id, token, step, at, endpoint }: Attempted,
  result: SendResult,
  classification: Classification,
  ladder: Ladder,
): DeliveryOutcome {
  const base = { id, token, attempt: attemptOf(at, result, classification) };
  const { verdict, retryAfterMs, doublesDelay } = classification;
  if (verdict === 'delivered' || verdict === 'interrupted') return { ...base, kind: verdict };
  const random = () => ladder.random();
  const retryInMs = nextDelay(ladder, step + 1, { retryAfterMs, overloaded: doublesDelay }, random);
  if (verdict === 'failed') return { ...base, kind: 'failed', ...(retryInMs !== undefined && { retryInMs }) };
  // A delivery to an endpoint that is gone has failed like any other. It is held with the rest until somebody enables the endpoint again.
  return { ...base, kind: 'failed', retryInMs: retryInMs ?? 0, gone: { resumedAt: endpoint.resumedAt } };
}

function attemptOf(at: Date, result: SendResult, { error }: Classification): DeliveryAttempt {
  const attempt = { at, durationMs: result.durationMs, ...(error !== undefined && { error }) };
  if (result.kind === 'error') return attempt;
  return { ...attempt, status: result.status, responseHeaders: result.headers, responseBody: result.body };
}
