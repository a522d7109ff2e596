import { describe, expect, it } from 'vitest';
import { receiverError } from './receiver-error.js';

describe('receiverError', () => {
  it('says what a receiver said of a 400 (RFC 8935 §2.4)', () => {
    const body = JSON.stringify({ err: 'invalid_key', description: 'Key ID 12345 has been revoked.' });
    expect(receiverError({ status: 400, body })).toBe('invalid_key: Key ID 12345 has been revoked.');
    expect(receiverError({ status: 400, body: '{"err":"invalid_request"}' })).toBe('invalid_request');
  });

  it('is one line, and short', () => {
    const body = JSON.stringify({ err: 'a\nb', description: 'x'.repeat(1_000) });
    expect(receiverError({ status: 400, body })).toMatch(/^a b: x{290,295}$/);
  });

  it.each([
    [500, '{"err":"invalid_key"}'],
    [400, 'no'],
    [400, 'null'],
    [400, '[]'],
    [400, '{"err":7}'],
  ])('finds nothing in a %i with %s', (status, body) => {
    expect(receiverError({ status, body })).toBeUndefined();
  });
});
