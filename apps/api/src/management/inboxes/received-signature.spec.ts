import { expect, it } from 'vitest';
import { newSecret, signatureHeaders } from '#webhooks';
import { receivedSignature } from './received-signature.js';

const now = new Date('2026-01-01T00:00:00Z');
const body = Buffer.from('{"a":1}');
const secret = newSecret();
const signed = (timestamp = now, secrets = [secret]) => ({
  ...signatureHeaders({ id: 'evt_1', timestamp, body }, secrets),
});

it('is valid by any of the secrets', () => {
  expect(receivedSignature(signed(), body, [newSecret(), secret], now)).toBe('valid');
  expect(receivedSignature(signed(now, [newSecret(), secret]), body, [secret], now)).toBe('valid');
});

it.each([
  ['of another secret', receivedSignature(signed(now, [newSecret()]), body, [secret], now)],
  ['of another body', receivedSignature(signed(), Buffer.from('{"a":2}'), [secret], now)],
  ['that is old', receivedSignature(signed(new Date('2025-12-31T23:54:00Z')), body, [secret], now)],
  ['without a time', receivedSignature({ ...signed(), 'webhook-timestamp': 'now' }, body, [secret], now)],
])('is invalid where it is one %s', (_what, found) => {
  expect(found).toBe('invalid');
});

it('is unknown without a secret, and without a signature', () => {
  expect(receivedSignature(signed(), body, [], now)).toBe('unknown');
  expect(receivedSignature({}, body, [secret], now)).toBe('unknown');
});
