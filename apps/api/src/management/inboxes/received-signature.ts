import { timingSafeEqual } from 'node:crypto';
import { type IncomingHttpHeaders } from 'node:http';
import { type InboxSignature } from '#persistence';
import { signatureHeaders } from '#webhooks';

/** Standard Webhooks: receivers refuse what was signed longer ago, or is signed for the future. */
const TOLERANCE_SECONDS = 300;

/** Whether one of the secrets has signed a request, as a receiver that verifies would say. */
export function receivedSignature(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
  now: Date,
): InboxSignature {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
  if (secrets.length === 0 || typeof signature !== 'string') return 'unknown';
  if (typeof id !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) return 'invalid';
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS) return 'invalid';
  const expected = signatureHeaders({ id, timestamp: Number(timestamp), body }, secrets)['webhook-signature'].split(
    ' ',
  );
  const given = signature.split(' ', 20);
  return given.some((one) => expected.some((other) => isSame(one, other))) ? 'valid' : 'invalid';
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
