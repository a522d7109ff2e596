import { type EmulatedAnswer, json } from '../emulated-request.js';
import type { Fault } from '../fault.js';

/** The error body of Google's APIs. */
const body = (code: number, reason: string, message: string) => ({
  error: { code, message, errors: [{ message, domain: 'global', reason }] },
});

export const googleError = (code: number, reason: string, message: string): EmulatedAnswer =>
  json(code, body(code, reason, message));

/** Google's older way to say 429: a 403 whose reason is a limit. */
export const googleRateLimit = (reason = 'rateLimitExceeded', retryAfter?: string): Fault => ({
  kind: 'answer',
  status: 403,
  headers: {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  },
  body: JSON.stringify(body(403, reason, 'Rate Limit Exceeded')),
});

export const expiredPageToken: Fault = {
  kind: 'answer',
  status: 400,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body(400, 'invalid', 'Invalid Input: pageToken')),
};
