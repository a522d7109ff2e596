import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { ConnectorError } from '../connector-error.js';
import { parsedJson } from '../record/parsed-json.js';
import { recordOf, textOf } from '../record/record-value.js';
import { type SourcePorts } from '../source-ports.js';
import { type GoogleSettings, type ServiceAccount } from './google-settings.js';
import { tokenRefusal } from './token-refusal.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Google takes no assertion that lives longer. */
const ASSERTION_SECONDS = 3600;
/** Our clock may be ahead of Google's; an assertion from the future is refused. */
const CLOCK_SKEW_SECONDS = 30;
/** A token is not used in its last seconds: a page takes some. */
const MARGIN_SECONDS = 60;

interface Token {
  value: string;
  usableUntil: number;
}

/** Access tokens of a service account that acts as an administrator (RFC 7523 §2.1, domain-wide delegation). */
export class GoogleTokens {
  private readonly tokens = new Map<string, Promise<Token>>();

  constructor(
    private readonly account: ServiceAccount,
    private readonly settings: GoogleSettings,
    private readonly ports: SourcePorts,
  ) {}

  /** @throws ConnectorError in words that say which right is missing, and where to give it */
  async token(scopes: readonly string[], signal?: AbortSignal): Promise<string> {
    const key = scopes.join(' ');
    const known = await this.tokens.get(key)?.catch(() => undefined);
    if (known !== undefined && known.usableUntil > this.ports.now().getTime()) return known.value;
    const requested = this.request(key, signal);
    this.tokens.set(key, requested);
    return (await requested).value;
  }

  /** The token was refused, before its time. */
  forget(): void {
    this.tokens.clear();
  }

  private async request(scope: string, signal: AbortSignal | undefined): Promise<Token> {
    const now = this.ports.now().getTime();
    const answer = await this.ports.http.request({
      method: 'POST',
      url: this.settings.tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ grant_type: GRANT, assertion: await this.assertion(scope, now) }).toString(),
      signal,
    });
    const body = recordOf(parsedJson(answer.body));
    const value = textOf(body?.['access_token']);
    if (answer.status < 200 || answer.status > 299 || value === undefined)
      throw tokenRefusal(answer.status, body, this.account, this.settings);
    const lifetime = Number(textOf(body?.['expires_in']) ?? 3600) || 0;
    return { value, usableUntil: now + Math.max(lifetime - MARGIN_SECONDS, 0) * 1000 };
  }

  private async assertion(scope: string, now: number): Promise<string> {
    const issuedAt = Math.floor(now / 1000) - CLOCK_SKEW_SECONDS;
    const key = this.signingKey();
    return new SignJWT({ scope })
      .setProtectedHeader({
        alg: 'RS256',
        typ: 'JWT',
        ...(this.account.keyId === undefined ? {} : { kid: this.account.keyId }),
      })
      .setIssuer(this.account.clientEmail)
      .setSubject(this.settings.adminEmail)
      .setAudience(this.settings.tokenUrl)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ASSERTION_SECONDS)
      .sign(key);
  }

  private signingKey(): KeyObject {
    try {
      return createPrivateKey(this.account.privateKey);
    } catch (cause) {
      throw new ConnectorError({
        code: 'credentials_rejected',
        message: 'The private key in the service account key cannot be read.',
        hint: 'Create a new JSON key in the Google Cloud console (IAM & Admin > Service accounts > Keys) and enter the whole file.',
        cause,
      });
    }
  }
}
