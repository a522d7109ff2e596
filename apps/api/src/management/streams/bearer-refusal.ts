import { Problem } from '../../http/problem.js';

type BearerError = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

const STATUS: Record<BearerError, number> = { invalid_request: 400, invalid_token: 401, insufficient_scope: 403 };

/** A refusal of the stream API in the words of RFC 6750 §3.1. */
export function bearerRefusal(error: BearerError, description: string, scope?: string): Problem {
  const challenge = [
    'Bearer realm="Rollcall"',
    `error="${error}"`,
    `error_description="${description}"`,
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
  ].join(', ');
  const { status, errorCode } = Problem.fromStatus(STATUS[error], description);
  return new Problem(status, errorCode, description, [], { 'www-authenticate': challenge });
}

/** No credentials at all: RFC 6750 §3.1 wants no error code. */
export function bearerChallenge(): Problem {
  const message = 'send "Authorization: Bearer <access token>"; POST /oauth/token gives access tokens';
  return new Problem(401, 'UNAUTHENTICATED', message, [], { 'www-authenticate': 'Bearer realm="Rollcall"' });
}
