import { classify, composed, composeRequest, outcomeOf, sendComposed } from '#delivery';
import { type PausedStream } from '#persistence';
import { receiverError } from '#ssf';
import { type DrainContext } from './drain-context.js';

/** Sends a token about a stream, which is tried once: whatever comes of it, nothing of it is left to do. */
export async function sendOnce(context: DrainContext, { endpointId, token }: PausedStream): Promise<void> {
  const { store, sender, tokens, ladder, aborting, requestTimeoutMs } = context;
  const endpoint = await store.endpoint(endpointId);
  if (endpoint === undefined) return;
  const { deliveryId, leaseToken, event, at } = token;
  const sent = { eventId: event.id, body: event.body, organizationId: null, setEvent: 'stream-updated' };
  const request = composed(() => composeRequest(endpoint, sent, at, tokens));
  if (request === undefined) return;
  const result = await sendComposed(sender, request, requestTimeoutMs, aborting);
  const attempted = { id: deliveryId, token: leaseToken, step: 0, at, endpoint };
  const outcome = outcomeOf(attempted, result, classify(result, new Date(), receiverError), ladder);
  await store.record([outcome.kind === 'failed' ? { ...outcome, retryInMs: undefined } : outcome]);
}
