import { createHmac, timingSafeEqual } from 'node:crypto';
import { type RollcallEvent } from '../events/event.js';
import { WebhookVerificationError } from './webhook-verification-error.js';

/** Of `node:http`, Express, Fastify, Nest, or of the web's `Request`. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export interface VerifyOptions {
  /** How far the clocks may be apart, in seconds. Default 300. */
  tolerance?: number;
  /** Default: the present. */
  now?: Date;
}

/**
 * Verifies a webhook (Standard Webhooks 1.0.0) and reads its event.
 *
 * @param secret of the endpoint, `whsec_…`; several, where more than one endpoint or a rotation leads here
 * @param rawBody the bytes as they came, before any JSON parser
 * @throws WebhookVerificationError when it is not genuine; TypeError when this function is not used rightly
 */
export function verifyWebhook(
  secret: string | readonly string[],
  headers: WebhookHeaders,
  rawBody: string | Uint8Array,
  { tolerance = 300, now = new Date() }: VerifyOptions = {},
): RollcallEvent {
  if (typeof rawBody !== 'string' && !(rawBody instanceof Uint8Array)) {
    throw new TypeError(
      'the raw body is needed, not what a JSON parser made of it: see the examples of @rollcall/client',
    );
  }
  const keys = [secret].flat().map(keyOf);
  if (keys.length === 0) throw new TypeError('a signing secret is missing');
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signature = header(headers, 'webhook-signature');
  if (id === undefined || timestamp === undefined || signature === undefined) {
    throw new WebhookVerificationError(
      'webhook-id, webhook-timestamp or webhook-signature is missing',
      'missing_headers',
    );
  }
  checkTime(timestamp, now.getTime() / 1000, tolerance);
  checkSignature(keys, signature, `${id}.${timestamp}.`, rawBody);
  return parse(rawBody);
}

function keyOf(secret: unknown): Buffer {
  const encoded = typeof secret === 'string' ? secret.replace(/^whsec_/, '') : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) throw new TypeError('a signing secret is missing or not like whsec_…');
  return Buffer.from(encoded, 'base64');
}

function header(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(found) ? found[0] : found;
}

/** A request that somebody recorded must not be good for ever. */
function checkTime(timestamp: string, now: number, tolerance: number): void {
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookVerificationError('webhook-timestamp is no number', 'bad_timestamp');
  const age = now - Number(timestamp);
  if (age > tolerance) throw new WebhookVerificationError('the webhook is too old, or this clock is fast', 'too_old');
  if (age < -tolerance) throw new WebhookVerificationError('the webhook is too new, or this clock is slow', 'too_new');
}

/** Several while a rotation overlaps; what is not `v1` is of a scheme that this version does not know. */
function checkSignature(keys: Buffer[], header: string, prefix: string, body: string | Uint8Array): void {
  const given = header
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'));
  const genuine = keys.some((key) => {
    const expected = createHmac('sha256', key).update(prefix).update(body).digest();
    return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
  });
  if (!genuine) throw new WebhookVerificationError('no signature matches', 'bad_signature');
}

function parse(body: string | Uint8Array): RollcallEvent {
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as RollcallEvent;
  } catch {
    throw new WebhookVerificationError('the body is not JSON', 'bad_body');
  }
}
