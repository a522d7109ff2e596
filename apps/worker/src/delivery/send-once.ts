import { composed, composeRequest, sendAttempt } from '#delivery';
import { type PausedStream } from '#persistence';
import { type DispatchContext } from './dispatch-context.js';

/** Sends a token about a stream, which is tried once: whatever comes of it, nothing of it is left to do. */
export async function sendOnce(context: DispatchContext, { endpointId, token }: PausedStream): Promise<void> {
  const endpoint = await context.store.endpoint(endpointId);
  if (endpoint === undefined) return;
  const { deliveryId, leaseToken, event, at } = token;
  const sent = { eventId: event.id, body: event.body, organizationId: null, setEvent: 'stream-updated' };
  const request = composed(() => composeRequest(endpoint, sent, at, context.tokens));
  if (request === undefined) return;
  const attempted = { id: deliveryId, token: leaseToken, step: 0, at, endpoint };
  const { outcome } = await sendAttempt(context, attempted, request);
  await context.store.record([outcome.kind === 'failed' ? { ...outcome, retryInMs: undefined } : outcome]);
}
