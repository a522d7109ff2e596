import { createHmac } from 'node:crypto';

/**
 * Signature headers as Ory Polis (BoxyHQ) sends them: `t=<ms>,s=<hex HMAC-SHA256 of "t.body">`, under the old and the
 * new header name. The key is the secret's text as it stands, not decoded.
 *
 * @param timestampMs Unix milliseconds of this attempt
 */
export function polisHeaders(body: string, timestampMs: number, secret: string): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`${timestampMs}.${body}`).digest('hex');
  const value = `t=${timestampMs},s=${signature}`;
  return { 'BoxyHQ-Signature': value, 'Ory-Polis-Signature': value };
}
