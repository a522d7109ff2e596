import { CATALOGUED_TYPES, EVENT_CATALOGUE, schemaNameOf } from '../management/events/event-catalogue.js';
import { eventExample } from '../management/events/event-examples.js';

const HEADERS = [
  ['webhook-id', 'The id of the event. It is the same on every attempt.', 'evt_01KB4Z7Q3M8XN5T2VWPE6RJEV1'],
  ['webhook-timestamp', 'When this attempt was signed, in seconds since 1970.', '1795798801'],
  [
    'webhook-signature',
    'One signature for each secret that is in use, separated by a blank: `v1,` and an HMAC-SHA256 in base64.',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
] as const;

/** The `webhooks` of the OpenAPI document: what endpoints receive, by type of event. */
export function webhookOperations(): Record<string, unknown> {
  return Object.fromEntries(
    CATALOGUED_TYPES.map((type) => [
      type,
      {
        post: {
          operationId: `webhook_${schemaNameOf(type)}`,
          tags: ['Webhooks'],
          summary: type,
          description: `${EVENT_CATALOGUE[type].sent}\n\nThe request is signed as Standard Webhooks 1.0.0 describes; verify the raw body. The same event can arrive more than once.`,
          parameters: HEADERS.map(([name, description, example]) => ({
            name,
            in: 'header',
            required: true,
            description,
            example,
            schema: { type: 'string' },
          })),
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { $ref: `#/components/schemas/${schemaNameOf(type)}` },
                example: eventExample(type),
              },
            },
          },
          responses: { '2XX': { description: 'The endpoint has the event. Any other status is a failed attempt.' } },
        },
      },
    ]),
  );
}
