import { parseRetryAfter, type SendResponse, type SendResult } from '#webhooks';

/** What one request says: about its delivery, about its endpoint, and to the endpoint's owner. */
export interface Classification {
  /**
   * About the delivery. `delivered`: any 2xx. `gone`: 410, the endpoint wants nothing more. `interrupted`: this process cut the
   * request short. `failed`: everything else, redirects included, which are never followed.
   */
  verdict: 'delivered' | 'failed' | 'gone' | 'interrupted';
  /**
   * About the endpoint: it lacks time or capacity, so it gets fewer requests at once. A time-out, 429, 502, 504 (docs/webhooks.md), and
   * a 503 that says when to come back.
   */
  isStrained: boolean;
  /** The next step of the ladder is doubled: 429, 502 and 504. */
  doublesDelay: boolean;
  /** What the `Retry-After` of a 429 or a 503 asks for. */
  retryAfterMs: number | undefined;
  /** The receiver asked for a pause (429, 503 with `Retry-After`): a later event does not bring the retry forward. */
  asksForPause: boolean;
  /** Why the answer does not count, or why there is none, in plain words. */
  error: string | undefined;
}

/** Finds in an answer why the receiver refused, where the endpoint's format says how receivers tell it. */
export type Explain = (answer: SendResponse) => string | undefined;

/** The one place that says what the end of a request means. @param now for a `Retry-After` that is a date */
export function classify(result: SendResult, now: Date, explain?: Explain): Classification {
  if (result.kind === 'error') {
    return {
      ...NOTHING_ASKED,
      verdict: result.error === 'aborted' ? 'interrupted' : 'failed',
      isStrained: result.error === 'timeout',
      error: `${result.error}: ${result.detail}`,
    };
  }
  const { status } = result;
  const error = explain?.(result) ?? redirectError(status);
  if (status >= 200 && status < 300) return { ...NOTHING_ASKED, verdict: 'delivered', error };
  const retryAfter = firstOf(result.headers['retry-after']);
  const asksForPause = status === 429 || (status === 503 && retryAfter !== undefined);
  const doublesDelay = status === 429 || status === 502 || status === 504;
  return {
    verdict: status === 410 ? 'gone' : 'failed',
    isStrained: doublesDelay || asksForPause,
    doublesDelay,
    retryAfterMs: asksForPause ? parseRetryAfter(retryAfter, now) : undefined,
    asksForPause,
    error,
  };
}

const NOTHING_ASKED = { isStrained: false, doublesDelay: false, retryAfterMs: undefined, asksForPause: false };

const redirectError = (status: number): string | undefined =>
  status >= 300 && status < 400 ? 'redirects are not followed; change the endpoint’s URL' : undefined;

const firstOf = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
