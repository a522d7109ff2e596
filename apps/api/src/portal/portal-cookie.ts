import { type FastifyRequest } from 'fastify';
import { cookie, readCookie } from '../http/cookies.js';

const COOKIE = 'rollcall_portal';
/** Of a portal in a frame: browsers keep it apart for each page that frames the portal. */
const FRAMED_COOKIE = 'rollcall_portal_framed';

export function portalTokenOf({ headers }: FastifyRequest): string | undefined {
  return readCookie(headers, COOKIE) ?? readCookie(headers, FRAMED_COOKIE);
}

export function isFramed({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-dest'] === 'iframe';
}

/** @param seconds 0 removes it */
export function portalCookie(publicUrl: string, framed: boolean, token: string, seconds: number): string {
  const secure = publicUrl.startsWith('https:');
  if (!framed) return cookie(COOKIE, token, { path: '/portal', maxAge: seconds, sameSite: 'Lax', secure });
  // Browsers take SameSite=None only from a secure origin, which loopback is for them.
  return cookie(FRAMED_COOKIE, token, {
    path: '/portal',
    maxAge: seconds,
    sameSite: 'None',
    secure: true,
    partitioned: true,
  });
}

const PROBE_COOKIE = 'rollcall_portal_probe';

/** Shows whether the browser keeps a cookie of a frame at all, before a link is used up. */
export function probeCookie(value: string, seconds: number): string {
  return cookie(PROBE_COOKIE, value, {
    path: '/portal',
    maxAge: seconds,
    sameSite: 'None',
    secure: true,
    partitioned: true,
  });
}

export function wasProbed({ headers }: FastifyRequest): boolean {
  return readCookie(headers, PROBE_COOKIE) !== undefined;
}
