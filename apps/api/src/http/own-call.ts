import { type IncomingHttpHeaders } from 'node:http';

/** Says which of our pages calls. No other origin can send it: the API answers no preflight. */
export const CLIENT_HEADER = 'x-rollcall-client';

/** Whether one of our own pages sent a call that a cookie carries. */
export function isOwnCall(headers: IncomingHttpHeaders, client: 'portal' | 'dashboard', publicUrl: string): boolean {
  return headers[CLIENT_HEADER] === client && isOwnOrigin(headers, publicUrl);
}

/** What browsers say of where a request came from. A client that says nothing is no browser, and has nobody's cookie. */
export function isOwnOrigin(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const { origin, host, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined || origin === new URL(publicUrl).origin) return true;
  // The browser vouches for it: the page was opened under another name of this host, such as localhost.
  return site === 'same-origin' && (origin === 'null' || (host !== undefined && hostOf(origin) === host));
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
