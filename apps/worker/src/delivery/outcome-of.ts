import { type DeliveryAttempt, type DeliveryOutcome } from '#persistence';
import { judge, nextDelay, type RetryPolicy, type SendResult } from '#webhooks';

/** What a send means for its delivery, with the attempt for the log. */
export function outcomeOf(
  delivery: { id: string; step: number },
  token: string,
  at: Date,
  result: SendResult,
  policy: RetryPolicy,
): DeliveryOutcome {
  const base = { id: delivery.id, token, attempt: attemptOf(at, result) };
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
      return { ...base, kind: 'failed', retryInMs: nextDelay(policy, step) ?? 0, gone: true };
  }
}

function attemptOf(at: Date, result: SendResult): DeliveryAttempt {
  const attempt = { at, durationMs: result.durationMs };
  if (result.kind === 'error') return { ...attempt, error: `${result.error}: ${result.detail}` };
  const { status, headers, body } = result;
  const redirect =
    status >= 300 && status < 400 ? { error: 'redirects are not followed; change the endpoint’s URL' } : {};
  return { ...attempt, status, responseHeaders: headers, responseBody: body, ...redirect };
}
