import { createHmac } from 'node:crypto';
import { type SourceNotification } from '../connector.js';
import { sameText } from '../record/same-text.js';

/** A notification that somebody recorded and sends again later is refused. */
const MOST_AGE_MS = 5 * 60_000;

/** The signature is an HMAC-SHA256 of the body, followed by the timestamp, with the webhook's private key. */
export function checkBambooNotification(
  { headers, body }: SourceNotification,
  key: string | undefined,
  now: Date,
): 'sync' | 'refused' {
  const [timestamp, signature] = [headers['x-bamboohr-timestamp'], headers['x-bamboohr-signature']];
  if (key === undefined || timestamp === undefined || signature === undefined) return 'refused';
  const at = timeOf(timestamp);
  if (Number.isNaN(at) || Math.abs(now.getTime() - at) > MOST_AGE_MS) return 'refused';
  const expected = createHmac('sha256', key)
    .update(body + timestamp)
    .digest('hex');
  return sameText(signature.toLowerCase(), expected) ? 'sync' : 'refused';
}

/** Seconds since 1970, or a date. */
const timeOf = (timestamp: string): number =>
  /^\d{1,13}$/.test(timestamp) ? Number(timestamp) * (timestamp.length > 11 ? 1 : 1000) : Date.parse(timestamp);
