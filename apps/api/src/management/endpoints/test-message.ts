import { POLIS_PRODUCT, polisHeaders, signatureHeaders } from '#webhooks';

export interface TestMessage {
  body: string;
  headers: Record<string, string>;
}

/** A test event as this endpoint would get any other: its format, its signatures. */
export function testMessage(
  event: { id: string; body: string },
  format: 'standard' | 'polis',
  secrets: readonly string[],
  now: Date,
): TestMessage {
  if (format === 'polis') {
    const { type, organization_id, data } = JSON.parse(event.body) as Record<string, unknown>;
    // Polis has no word for a test; its receivers look at `event` first.
    const body = JSON.stringify({ event: type, tenant: organization_id ?? '', product: POLIS_PRODUCT, data });
    return {
      body,
      headers: { 'content-type': 'application/json', ...polisHeaders(body, now.getTime(), secrets[0]!) },
    };
  }
  const signature = signatureHeaders({ id: event.id, timestamp: now, body: event.body }, secrets);
  return { body: event.body, headers: { 'content-type': 'application/json', ...signature } };
}
