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

/** The keys inside a list of secrets, as long as somebody holds the list: a drain signs thousands of messages with one. */
const KEYS = new WeakMap<readonly string[], Buffer[]>();

/**
 * Standard Webhooks 1.0.0 headers: `v1,<base64 HMAC-SHA256 of "id.timestamp.body">`, one signature per live secret.
 *
 * @param secrets newest first; more than one while a rotation overlaps. Throws when there is none. A list is not changed later.
 */
export function signatureHeaders(message: SignedMessage, secrets: readonly string[]): SignatureHeaders {
  if (secrets.length === 0) throw new TypeError('a message needs at least one signing secret');
  const { id, timestamp, body } = message;
  const seconds = Math.floor(timestamp instanceof Date ? timestamp.getTime() / 1000 : timestamp);
  const signatures = keysOf(secrets).map((key) => {
    const hmac = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body);
    return `v1,${hmac.digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}

function keysOf(secrets: readonly string[]): Buffer[] {
  let keys = KEYS.get(secrets);
  if (keys === undefined) KEYS.set(secrets, (keys = secrets.map(keyOf)));
  return keys;
}
