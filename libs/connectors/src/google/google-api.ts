import { ConnectorError } from '../connector-error.js';
import { answerError, incomplete } from '../record/answer-error.js';
import { apiUrl } from '../record/api-url.js';
import { parsedJson } from '../record/parsed-json.js';
import { recordOf, recordsOf, textOf } from '../record/record-value.js';
import { type SourceAnswer, type SourcePorts } from '../source-ports.js';
import { GOOGLE_SCOPES } from './google-scopes.js';
import { type GoogleSettings, type ServiceAccount } from './google-settings.js';
import { type GoogleTokens } from './google-tokens.js';
import { delegationHint } from './token-refusal.js';

export const SOURCE = 'Google Workspace';
const DIRECTORY = '/admin/directory/v1/';
/** Reasons that mean "slower", though the status is 403. */
const LIMITS = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
]);

export interface GooglePage {
  records: Record<string, unknown>[];
  next: string | undefined;
}

/** Calls of the Admin SDK Directory API with a token that is renewed when Google refuses it. */
export class GoogleApi {
  constructor(
    private readonly settings: GoogleSettings,
    private readonly account: ServiceAccount,
    private readonly tokens: GoogleTokens,
    private readonly ports: SourcePorts,
  ) {}

  /** One page of the listing `path`, whose records are below `key`; a key that is missing, or null, means none. */
  async page(path: string, key: string, query: Record<string, string>, signal?: AbortSignal): Promise<GooglePage> {
    const body = await this.get(path, query, signal);
    const records = body[key] ?? undefined;
    if (records !== undefined && !Array.isArray(records)) throw incomplete(SOURCE, `"${key}" is no list`);
    const next = textOf(body['nextPageToken']);
    if (next !== undefined && next === query['pageToken']) throw incomplete(SOURCE, 'a page names itself as the next');
    return { records: recordsOf(records), next };
  }

  /** @param scopes those of the token; all of them unless given */
  async get(
    path: string,
    query: Record<string, string>,
    signal?: AbortSignal,
    scopes: readonly string[] = GOOGLE_SCOPES,
  ): Promise<Record<string, unknown>> {
    const body = recordOf(
      parsedJson((await this.call('GET', DIRECTORY + path, query, undefined, signal, scopes)).body),
    );
    if (body === undefined) throw incomplete(SOURCE, 'an answer is not complete JSON');
    return body;
  }

  async post(path: string, query: Record<string, string>, body: unknown, signal?: AbortSignal): Promise<SourceAnswer> {
    return this.call('POST', path, query, JSON.stringify(body), signal);
  }

  private async call(
    method: 'GET' | 'POST',
    path: string,
    query: Record<string, string>,
    body: string | undefined,
    signal: AbortSignal | undefined,
    scopes: readonly string[] = GOOGLE_SCOPES,
  ): Promise<SourceAnswer> {
    const url = apiUrl(this.settings.apiBase, path);
    url.search = new URLSearchParams(query).toString();
    for (let attempt = 1; ; attempt += 1) {
      const token = await this.tokens.token(scopes, signal);
      const answer = await this.ports.http.request({
        method,
        url: url.href,
        headers: {
          authorization: `Bearer ${token}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body,
        signal,
        isRateLimit: (refused) => refused.status === 403 && LIMITS.has(reasonOf(refused) ?? ''),
      });
      if (answer.status >= 200 && answer.status < 300) return answer;
      // A token may end before its time: a new one is worth one try.
      if (answer.status !== 401 || attempt > 1) throw this.errorOf(answer);
      this.tokens.forget();
    }
  }

  private errorOf(answer: SourceAnswer): ConnectorError {
    const { status } = answer;
    if (status === 403 && reasonOf(answer) === 'insufficientPermissions')
      return new ConnectorError({
        code: 'permission_missing',
        message: 'A scope is missing in the domain-wide delegation of the service account.',
        hint: delegationHint(this.account),
      });
    return answerError(status, {
      source: SOURCE,
      credentials: 'Enter a current JSON key of the service account.',
      permission:
        `Give ${this.settings.adminEmail} an administrator role that may read users and groups ` +
        `(Google Admin console > Account > Admin roles), and check that the Admin SDK API is switched on in the Google Cloud project.`,
      notFound: 'Check the customer ID, the domain and the group addresses of the connection.',
    });
  }
}

/** The first reason of Google's error body, in its older form or in its newer one. */
function reasonOf({ body }: SourceAnswer): string | undefined {
  const error = recordOf(recordOf(parsedJson(body))?.['error']);
  const reasons = [...recordsOf(error?.['errors']), ...recordsOf(error?.['details'])].map(({ reason }) =>
    textOf(reason),
  );
  return reasons.find((reason) => reason !== undefined);
}
