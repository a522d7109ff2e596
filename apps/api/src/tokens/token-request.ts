import { clientOf, JWT_BEARER } from './client-assertion.js';

/** RFC 6749 §5.2. */
export interface OAuthError {
  error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'access_denied';
  error_description: string;
}

/** How a client proves who it is: RFC 6749 §2.3.1, RFC 7523 §2.2. */
export type ClientProof =
  | { kind: 'secret'; secret: string; sentIn: 'client_secret_basic' | 'client_secret_post' }
  | { kind: 'assertion'; assertion: string };

export interface TokenRequest {
  clientId: string;
  proof: ClientProof;
  /** Undefined: all that the client has. */
  scopes: string[] | undefined;
}

/** A client credentials request (RFC 6749 §4.4), its credentials from the Basic header or from the body (§2.3.1). */
export function readTokenRequest(body: unknown, authorization: string | undefined): TokenRequest | OAuthError {
  const form = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const repeated = Object.keys(form).find((name) => Array.isArray(form[name]));
  if (repeated !== undefined) return refuse('invalid_request', `${repeated.slice(0, 50)} was sent more than once`);
  const grantType = form['grant_type'];
  if (grantType === undefined) return refuse('invalid_request', 'grant_type is missing: send client_credentials');
  if (grantType !== 'client_credentials')
    return refuse('unsupported_grant_type', 'grant_type must be client_credentials');
  const basic = readBasic(authorization);
  // RFC 6749 §2.3: not more than one method in each request. Some clients name themselves in the body as well.
  const beside = basic !== undefined && ['client_secret', 'client_assertion'].find((name) => form[name] !== undefined);
  if (beside) return refuse('invalid_request', `send HTTP Basic or ${beside}, not both`);
  if (basic !== undefined && form['client_id'] !== undefined && form['client_id'] !== basic.id)
    return refuse('invalid_request', 'client_id is another one than that of HTTP Basic');
  const clientId = basic?.id ?? form['client_id'];
  const scope = form['scope'];
  const scopes = typeof scope === 'string' && scope.trim() !== '' ? scope.trim().split(/ +/) : undefined;
  if (form['client_assertion'] !== undefined || form['client_assertion_type'] !== undefined) {
    const asserted = readAssertion(form);
    return 'error' in asserted ? asserted : { ...asserted, scopes };
  }
  const secret = basic?.secret ?? form['client_secret'];
  if (typeof clientId !== 'string' || typeof secret !== 'string') {
    return refuse('invalid_client', 'send client_id and client_secret, in the body or as HTTP Basic');
  }
  const sentIn = basic === undefined ? 'client_secret_post' : 'client_secret_basic';
  return { clientId, proof: { kind: 'secret', secret, sentIn }, scopes };
}

/** RFC 7521 §4.2: `client_id` may be left out, as the assertion names the client. */
function readAssertion(form: Record<string, unknown>): Omit<TokenRequest, 'scopes'> | OAuthError {
  const { client_assertion: assertion, client_assertion_type: type, client_id: named, client_secret: secret } = form;
  if (secret !== undefined) return refuse('invalid_request', 'send client_secret or client_assertion, not both');
  if (typeof assertion !== 'string') return refuse('invalid_client', 'client_assertion is missing');
  if (type !== JWT_BEARER) return refuse('invalid_client', `client_assertion_type must be ${JWT_BEARER}`);
  const clientId = clientOf(assertion);
  if (clientId === undefined) return refuse('invalid_client', 'client_assertion is no JWT with the claim "sub"');
  if (named !== undefined && named !== clientId)
    return refuse('invalid_client', 'client_id is another one than "sub" of client_assertion');
  return { clientId, proof: { kind: 'assertion', assertion } };
}

/** Both halves are form-urlencoded first (RFC 6749 §2.3.1); many clients forget it, which most secrets do not show. */
function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +([\w+/=-]+) *$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return undefined;
  return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(error: OAuthError['error'], description: string): OAuthError {
  return { error, error_description: description };
}
