/** RFC 6749 §5.2. */
export interface OAuthError {
  error: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'access_denied';
  error_description: string;
}

export interface TokenRequest {
  clientId: string;
  clientSecret: string;
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
  const clientSecret = basic?.secret ?? form['client_secret'];
  if (typeof clientId !== 'string' || typeof clientSecret !== 'string') {
    return refuse('invalid_client', 'send client_id and client_secret, in the body or as HTTP Basic');
  }
  const scope = form['scope'];
  return {
    clientId,
    clientSecret,
    scopes: typeof scope === 'string' && scope.trim() !== '' ? scope.trim().split(/ +/) : undefined,
  };
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
