import { randomUUID, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { type EmulatedAnswer, type EmulatedRequest, json } from '../emulated-request.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export interface GoogleAccess {
  clientEmail: string;
  /** Of the service account's key. */
  publicKey: KeyObject;
  /** Addresses that the service account may act as, and whether they are administrators. */
  people: Map<string, { administrator: boolean }>;
  /** What the domain-wide delegation grants. */
  scopes: Set<string>;
}

interface Grant {
  subject: string;
  scopes: string[];
}

/** `https://oauth2.googleapis.com/token` for a service account (RFC 7523 §2.1). */
export class GoogleTokens {
  /** Seconds that a new token is said to live. */
  lifetime = 3599;
  private readonly grants = new Map<string, Grant>();

  constructor(private readonly access: GoogleAccess) {}

  async answer(request: EmulatedRequest): Promise<EmulatedAnswer> {
    if (request.method !== 'POST') return refusal(405, 'invalid_request', 'POST is required');
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return refusal(400, 'invalid_request', 'the body must be form-encoded');
    const form = new URLSearchParams(request.body);
    if (form.get('grant_type') !== GRANT)
      return refusal(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type')}`);
    try {
      return await this.grant(form.get('assertion') ?? '', request.url.href);
    } catch (error) {
      if (error instanceof errors.JOSEError) return refusal(400, 'invalid_grant', `Invalid JWT: ${error.message}`);
      throw error;
    }
  }

  /** What a token grants, or undefined for one that is unknown or expired. */
  granted(token: string | undefined): Grant | undefined {
    return token === undefined ? undefined : this.grants.get(token);
  }

  /** All tokens given so far stop working, as after an hour. */
  expireAll(): void {
    this.grants.clear();
  }

  private async grant(assertion: string, audience: string): Promise<EmulatedAnswer> {
    const { payload } = await jwtVerify(assertion, this.access.publicKey, {
      algorithms: ['RS256'],
      issuer: this.access.clientEmail,
      audience,
      requiredClaims: ['iss', 'aud', 'iat', 'exp', 'scope'],
      clockTolerance: 10,
    });
    if (payload.exp! - payload.iat! > 3600)
      return refusal(400, 'invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes)');
    const scopes = String(payload['scope']).split(' ');
    if (scopes.some((scope) => !this.access.scopes.has(scope)))
      return refusal(
        401,
        'unauthorized_client',
        'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      );
    // Without `sub` the token is of the service account itself, which no directory knows.
    const subject = payload.sub ?? this.access.clientEmail;
    if (payload.sub !== undefined && !this.access.people.has(payload.sub))
      return refusal(400, 'invalid_grant', 'Invalid email or User ID');
    const token = `ya29.${randomUUID()}`;
    this.grants.set(token, { subject, scopes });
    return json(200, { access_token: token, expires_in: this.lifetime, token_type: 'Bearer' });
  }
}

const refusal = (status: number, error: string, description: string): EmulatedAnswer =>
  json(status, { error, error_description: description });
