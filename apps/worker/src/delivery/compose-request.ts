import { type ClaimedDelivery, type DeliveryEndpoint } from '#persistence';
import { polisBody, polisHeaders, type PolisSource, signatureHeaders } from '#webhooks';

export interface WebhookRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What Polis calls the application whose directory it is. */
const POLIS_PRODUCT = 'rollcall';

/**
 * The POST of one attempt, signed with the time it is made.
 * @returns undefined when there is nothing to send: the event is no longer kept, or the endpoint's format has no word for it
 */
export function composeRequest(
  endpoint: DeliveryEndpoint,
  delivery: Pick<ClaimedDelivery, 'eventId' | 'body' | 'organizationId'>,
  at: Date,
): WebhookRequest | undefined {
  if (delivery.body === null) return undefined;
  const message =
    endpoint.payloadFormat === 'polis'
      ? polis(endpoint, delivery, delivery.body, at)
      : standard(endpoint, delivery, delivery.body, at);
  if (message === undefined) return undefined;
  // Ours come last: a custom header must not replace a signature.
  return {
    url: endpoint.url,
    headers: { ...lowerCase(endpoint.headers), 'content-type': 'application/json', ...lowerCase(message.headers) },
    body: message.body,
  };
}

type Message = Pick<WebhookRequest, 'headers' | 'body'>;

function standard(endpoint: DeliveryEndpoint, delivery: { eventId: string }, body: string, at: Date): Message {
  return { headers: { ...signatureHeaders({ id: delivery.eventId, timestamp: at, body }, endpoint.secrets) }, body };
}

function polis(
  endpoint: DeliveryEndpoint,
  delivery: { organizationId: string | null },
  stored: string,
  at: Date,
): Message | undefined {
  const scope = { tenant: delivery.organizationId ?? '', product: POLIS_PRODUCT };
  const event = polisBody(JSON.parse(stored) as PolisSource, scope);
  if (event === undefined) return undefined;
  const body = JSON.stringify(event);
  return { headers: polisHeaders(body, at.getTime(), endpoint.secrets[0]!), body };
}

/** Header names differ in case only by accident; two of one name would both be sent. */
const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
