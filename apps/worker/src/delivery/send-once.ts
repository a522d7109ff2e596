import { type PausedStream } from '#persistence';
import { receiverError } from '#ssf';
import { composeRequest } from './compose-request.js';
import { type DrainContext } from './drain-context.js';
import { outcomeOf } from './outcome-of.js';
import { composed, sendComposed } from './request-sending.js';

/** Sends a token about a stream, which is tried once: as the last step of the ladder. */
export async function sendOnce(context: DrainContext, { endpointId, token }: PausedStream): Promise<void> {
  const { store, sender, tokens, policy, aborting, requestTimeoutMs } = context;
  const endpoint = await store.endpoint(endpointId);
  if (endpoint === undefined) return;
  const { deliveryId, leaseToken, event, at } = token;
  const sent = { eventId: event.id, body: event.body, organizationId: null, setEvent: 'stream-updated' };
  const request = composed(() => composeRequest(endpoint, sent, at, tokens));
  if (request === undefined) return;
  const result = await sendComposed(sender, request, aborting, requestTimeoutMs);
  const delivery = { id: deliveryId, step: policy.delaysMs.length };
  await store.record([outcomeOf(delivery, endpoint, leaseToken, at, result, policy, receiverError)]);
}
