import { type SendResult } from '#webhooks';

/** What a request says about its endpoint: `strained` is a failure for want of time or of capacity. */
export type Verdict = 'answered' | 'failed' | 'strained' | 'interrupted';

/** 429, 502 and 504 are overload (docs/webhooks.md), and so is a 503 that says when to come back. */
export function verdictOf(result: SendResult): Verdict {
  if (result.kind === 'error') {
    if (result.error === 'aborted') return 'interrupted';
    return result.error === 'timeout' ? 'strained' : 'failed';
  }
  const { status, headers } = result;
  if (status >= 200 && status < 300) return 'answered';
  const isOverload = status === 429 || status === 502 || status === 504;
  return isOverload || (status === 503 && headers['retry-after'] !== undefined) ? 'strained' : 'failed';
}

/** A failure that says nothing about when to come back: no pause was asked for (429, and 503 with Retry-After), nothing cut short by us. */
export function isPlainFailure(result: SendResult): boolean {
  if (result.kind === 'error') return result.error !== 'aborted';
  const { status, headers } = result;
  return (status < 200 || status >= 300) && status !== 429 && !(status === 503 && headers['retry-after'] !== undefined);
}
