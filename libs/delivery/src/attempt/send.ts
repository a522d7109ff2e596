import { type Sender, type SendResult } from '#webhooks';
import { type WebhookRequest } from './compose.js';

/** A request, one whose token is being signed, or one that could not be signed. */
export type ComposedRequest = WebhookRequest | Promise<WebhookRequest> | 'unsigned';

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

export async function sendComposed(
  sender: Pick<Sender, 'send'>,
  request: ComposedRequest,
  signal?: AbortSignal,
): Promise<SendResult> {
  const ready = request instanceof Promise ? await request.catch(() => 'unsigned' as const) : request;
  return ready === 'unsigned' ? UNSIGNED : await sender.send({ ...ready, signal });
}
