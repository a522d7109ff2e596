import { type FastifyRequest } from 'fastify';

/**
 * Whether a form was sent by a page of this portal. Browsers name the origin on every POST; behind a page with `no-referrer` they
 * say `null` and tell by Sec-Fetch-Site. A client that sends neither is no browser, and has nobody's cookie.
 */
export function isFromOwnPage({ headers }: FastifyRequest, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  return origin === undefined || origin === new URL(publicUrl).origin;
}
