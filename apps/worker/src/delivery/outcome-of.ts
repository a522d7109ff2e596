import { type DeliveryAttempt, type DeliveryOutcome } from '#persistence';
import { judge, nextDelay, type RetryPolicy, type SendResponse, type SendResult } from '#webhooks';

/**
 * What a send means for its delivery, with the attempt for the log.
 * @param explain finds in an answer why the receiver refused, where the endpoint's format says how receivers tell it
 */
export function outcomeOf(
  delivery: { id: string; step: number },
  endpoint: { resumedAt: string | null },
  token: string,
  at: Date,
  result: SendResult,
  policy: RetryPolicy,
  explain?: (answer: SendResponse) => string | undefined,
): DeliveryOutcome {
  const base = { id: delivery.id, token, attempt: attemptOf(at, result, explain) };
  const step = delivery.step + 1;
  const verdict = judge(result, step, policy);
  switch (verdict.kind) {
    case 'delivered':
    case 'interrupted':
      return { ...base, kind: verdict.kind };
    case 'retry':
      return { ...base, kind: 'failed', retryInMs: verdict.delayMs };
    case 'exhausted':
      return { ...base, kind: 'failed' };
    case 'gone':
      // It has failed like any other, and is held with the rest until somebody enables the endpoint again.
      return {
        ...base,
        kind: 'failed',
        retryInMs: nextDelay(policy, step) ?? 0,
        gone: { resumedAt: endpoint.resumedAt },
      };
  }
}

function attemptOf(
  at: Date,
  result: SendResult,
  explain?: (answer: SendResponse) => string | undefined,
): DeliveryAttempt {
  const attempt = { at, durationMs: result.durationMs };
  if (result.kind === 'error') return { ...attempt, error: `${result.error}: ${result.detail}` };
  const { status, headers, body } = result;
  const redirect =
    status >= 300 && status < 400 ? { error: 'redirects are not followed; change the endpoint’s URL' } : {};
  const refusal = explain?.(result);
  return {
    ...attempt,
    status,
    responseHeaders: headers,
    responseBody: body,
    ...redirect,
    ...(refusal !== undefined && { error: refusal }),
  };
}
