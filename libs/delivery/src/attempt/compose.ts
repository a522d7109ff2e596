import { pushRequest, type TokenIssuer } from '#ssf';
import { POLIS_PRODUCT, polisBody, polisHeaders, type PolisSource, signatureHeaders } from '#webhooks';
import { type ClaimedDelivery, type DeliveryEndpoint } from '../delivery.js';

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  /** The bytes that were signed: encoded once, for the signature and for the wire. */
  body: Buffer;
}

/**
 * The POST of one attempt, signed with the time it is made.
 * @returns undefined when there is nothing to send: the event is no longer kept, or the endpoint's format has no word for it; a promise
 * of the request of a push stream, whose token has to be signed
 */
export function composeRequest(
  endpoint: DeliveryEndpoint,
  delivery: Pick<ClaimedDelivery, 'eventId' | 'body' | 'organizationId' | 'setEvent'>,
  at: Date,
  tokens: TokenIssuer,
): WebhookRequest | Promise<WebhookRequest> | undefined {
  const { eventId, body, organizationId, setEvent } = delivery;
  if (body === null) return undefined;
  if (endpoint.payloadFormat === 'set') return pushRequest(endpoint, body, setEvent, at, tokens);
  if (endpoint.payloadFormat === 'polis') return composePolis(endpoint, body, organizationId ?? '', at);
  const bytes = Buffer.from(body);
  return post(endpoint, signatureHeaders({ id: eventId, timestamp: at, body: bytes }, endpoint.secrets), bytes);
}

function composePolis(
  endpoint: DeliveryEndpoint,
  stored: string,
  tenant: string,
  at: Date,
): WebhookRequest | undefined {
  const event = polisBody(JSON.parse(stored) as PolisSource, { tenant, product: POLIS_PRODUCT });
  if (event === undefined) return undefined;
  const body = JSON.stringify(event);
  return post(endpoint, polisHeaders(body, at.getTime(), endpoint.secrets[0]!), Buffer.from(body));
}

/** Ours come last: a custom header must not replace a signature. */
function post({ url, headers }: DeliveryEndpoint, signature: object, body: Buffer): WebhookRequest {
  return { url, headers: { ...headers, 'content-type': 'application/json', ...signature }, body };
}

/** An endpoint that was moved to another organization after the delivery was made or claimed. */
export const isAnothers = (organizationId: string | null, endpoint: DeliveryEndpoint): boolean =>
  organizationId !== null && endpoint.organizationId !== null && organizationId !== endpoint.organizationId;
