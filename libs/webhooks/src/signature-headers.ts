import { createHmac } from 'node:crypto';
import { keyOf } from './secret.js';

export interface SignedMessage {
  /** The event id: the same on every attempt, the receiver's idempotency key. */
  id: string;
  /** When this attempt is made; a number is Unix seconds. Receivers refuse what is more than 5 minutes off. */
  timestamp: Date | number;
  /** The exact bytes that will be sent. */
  body: string | Buffer;
}

export interface SignatureHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Standard Webhooks 1.0.0 headers: `v1,<base64 HMAC-SHA256 of "id.timestamp.body">`, one signature per live secret.
 *
 * @param secrets newest first; more than one while a rotation overlaps. Throws when there is none.
 */
export function signatureHeaders(message: SignedMessage, secrets: readonly string[]): SignatureHeaders {
  if (secrets.length === 0) throw new TypeError('a message needs at least one signing secret');
  const { id, timestamp, body } = message;
  const seconds = Math.floor(timestamp instanceof Date ? timestamp.getTime() / 1000 : timestamp);
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', keyOf(secret)).update(`${id}.${seconds}.`).update(body);
    return `v1,${hmac.digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
