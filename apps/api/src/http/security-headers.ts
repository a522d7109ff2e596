import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';

/** A year: what RFC 6797 §11.2 calls usual. Without subdomains, which are not Rollcall's to speak for. */
const HSTS = 'max-age=31536000';

/** Documents without a secret or a person: whoever serves them decides how long they are kept. */
const PUBLIC = /^\/(?:$|docs(?:$|[/-])|openapi\.json$|keys$|favicon\.svg$|\.well-known\/|assets\/)/;

/**
 * The one place for headers that every answer has, whoever writes it: REST, SCIM, RPC, pages, errors and streams. A route that sets
 * one of them itself overrides it.
 */
export function withSecurityHeaders(handle: RequestListener, publicUrl: string): RequestListener {
  const isSecure = publicUrl.startsWith('https:');
  return (request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
    if (isSecure) response.setHeader('strict-transport-security', HSTS);
    const path = request.url?.split('?', 1)[0] ?? '/';
    if (!PUBLIC.test(path)) response.setHeader('cache-control', 'no-store');
    handle(request, response);
  };
}
