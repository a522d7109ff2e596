import { type FastifyRequest } from 'fastify';

/** A token request has a handful of short parameters; the longest is an assertion. */
export const MAX_TOKEN_BYTES = 16_384;

/** Whether the request is for a token: there every error is an OAuth error (RFC 6749 §5.2). */
export function isTokenRequest(request: FastifyRequest): boolean {
  return isTokenPath(request.routeOptions?.url ?? '');
}

export const isTokenPath = (pattern: string): boolean => pattern.endsWith('/oauth/token');
