import { type Sender, type SendResult } from '#webhooks';
import { type WebhookRequest } from './compose.js';

/** A request, one whose token is being signed, or one that could not be signed. */
export type ComposedRequest = WebhookRequest | Promise<WebhookRequest | WebhookRequest[]> | 'unsigned';

/** An attempt that fails like any other: the secret may be there at the next one. */
const UNSIGNED: SendResult = {
  kind: 'error',
  error: 'network_error',
  detail: 'the webhook could not be signed; does the endpoint have a secret?',
  durationMs: 0,
};

export function composed<T>(compose: () => T): T | 'unsigned' {
  try {
    return compose();
  } catch {
    return 'unsigned';
  }
}

/** @param timeoutMs of the attempt; the sender's own unless given */
export async function sendComposed(
  sender: Pick<Sender, 'send'>,
  request: ComposedRequest,
  signal?: AbortSignal,
  timeoutMs?: number,
): Promise<SendResult> {
  const ready = request instanceof Promise ? await request.catch(() => 'unsigned' as const) : request;
  if (ready === 'unsigned') return UNSIGNED;
  return Array.isArray(ready)
    ? await sendAll(sender, ready, signal, timeoutMs)
    : await sender.send({ ...ready, signal });
}

/** One after another, in the time of one attempt: its result is that of the last, or of the first that was not taken. */
async function sendAll(
  sender: Pick<Sender, 'send'>,
  requests: WebhookRequest[],
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
): Promise<SendResult> {
  let result = UNSIGNED;
  let passedMs = 0;
  for (const request of requests) {
    const left = timeoutMs === undefined ? undefined : Math.max(1, timeoutMs - passedMs);
    result = await sender.send({ ...request, signal, ...(left !== undefined && { timeoutMs: left }) });
    passedMs += result.durationMs;
    if (result.kind === 'error' || result.status < 200 || result.status > 299) break;
  }
  return { ...result, durationMs: passedMs };
}
