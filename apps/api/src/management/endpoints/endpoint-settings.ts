import { type SecretCipher, type WebhookEndpoint } from '#persistence';
import { openHeaders } from './endpoint-headers.js';

/** The path of an URL may be a password; whoever describes an endpoint may name a person. */
export const ENDPOINT_HIDDEN = ['url', 'headers', 'description'];

/** What people set at an endpoint, as the API calls it. `origin` and `header_names` are what may be known of `url` and `headers`. */
export function endpointSettings(endpoint: WebhookEndpoint, cipher: SecretCipher): Record<string, unknown> {
  const headers = openHeaders(endpoint.headersCipher, cipher);
  return {
    url: endpoint.url,
    origin: new URL(endpoint.url).origin,
    description: endpoint.description,
    event_types: endpoint.eventTypes,
    organization_id: endpoint.organizationId,
    directory_id: endpoint.directoryId,
    enabled: endpoint.enabled,
    payload_format: endpoint.payloadFormat,
    rate_limit: endpoint.rateLimit,
    headers,
    header_names: Object.keys(headers),
  };
}
