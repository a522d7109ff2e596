import { type ListContext, type TestCheck, type TestReport } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { recordsOf, textOf } from '../record/record-value.js';
import { type GoogleApi, type GooglePage } from './google-api.js';
import { GOOGLE_SCOPES, GROUP_SCOPE, MEMBER_SCOPE, USER_SCOPE } from './google-scopes.js';
import { type GoogleSettings, type ServiceAccount } from './google-settings.js';
import { type GoogleTokens } from './google-tokens.js';
import { googleSourceUser, USERS_QUERY } from './google-users.js';
import { delegationHint } from './token-refusal.js';

interface Parts {
  api: GoogleApi;
  tokens: GoogleTokens;
  settings: GoogleSettings;
  account: ServiceAccount;
}

/** One check per right: the key, the delegation of each scope, and what the administrator may read. */
export async function testGoogle(
  { api, tokens, settings, account }: Parts,
  { signal }: ListContext,
): Promise<TestReport> {
  const missing = await missingScopes(tokens, signal);
  if (missing instanceof ConnectorError) return report([failed('sign_in', missing)]);
  if (missing.length === GOOGLE_SCOPES.length)
    return report([
      {
        name: 'sign_in',
        ok: false,
        message: 'Google does not let the service account act for your users: the domain-wide delegation is missing.',
        hint: delegationHint(account),
      },
    ]);
  const scopes = GOOGLE_SCOPES.filter((scope) => !missing.includes(scope));
  const checks: TestCheck[] = [passed('sign_in', `Google lets the service account act as ${settings.adminEmail}.`)];
  const step = async <T>(
    name: string,
    scope: string,
    right: string,
    read: () => Promise<T>,
  ): Promise<T | undefined> => {
    if (missing.includes(scope)) {
      checks.push({
        name,
        ok: false,
        message: `The scope to read ${right} is missing in the domain-wide delegation: ${scope}`,
        hint: delegationHint(account, [...GOOGLE_SCOPES]),
      });
      return undefined;
    }
    try {
      const result = await read();
      checks.push(passed(name, `Rollcall can read ${right}.`));
      return result;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      checks.push(failed(name, error));
      return undefined;
    }
  };
  const list = async (path: string, key: string, query: Record<string, string>): Promise<GooglePage> => {
    const body = await api.get(path, query, signal, scopes);
    return { records: recordsOf(body[key]), next: textOf(body['nextPageToken']) };
  };
  const users = await step('list_users', USER_SCOPE, 'users', () =>
    list('users', 'users', { ...settings.owner, ...USERS_QUERY }),
  );
  const groups = await step('list_groups', GROUP_SCOPE, 'groups', () =>
    list('groups', 'groups', { ...settings.owner, maxResults: '200' }),
  );
  await step('list_members', MEMBER_SCOPE, 'the members of groups', async () => {
    const id = textOf(groups?.records[0]?.['id']);
    if (id !== undefined) await list(`groups/${encodeURIComponent(id)}/members`, 'members', { maxResults: '1' });
  });
  return {
    checks,
    counts: { users: countOf(users), groups: countOf(groups) },
    sample: (users?.records ?? []).slice(0, 5).map(googleSourceUser),
  };
}

/** The scopes without delegation: Google refuses a token for several scopes without saying which one is missing. */
async function missingScopes(tokens: GoogleTokens, signal: AbortSignal): Promise<string[] | ConnectorError> {
  try {
    await tokens.token(GOOGLE_SCOPES, signal);
    return [];
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    if (error.code !== 'permission_missing') return error;
  }
  const granted = await Promise.all(
    GOOGLE_SCOPES.map((scope) =>
      tokens.token([scope], signal).then(
        () => true,
        () => false,
      ),
    ),
  );
  return GOOGLE_SCOPES.filter((_, at) => !granted[at]);
}

/** Known where one page holds them all. */
const countOf = (page: GooglePage | undefined): number | null =>
  page === undefined || page.next !== undefined ? null : page.records.length;

const report = (checks: TestCheck[]): TestReport => ({ checks, counts: { users: null, groups: null }, sample: [] });
const passed = (name: string, message: string): TestCheck => ({ name, ok: true, message, hint: '' });
const failed = (name: string, { message, hint }: ConnectorError): TestCheck => ({ name, ok: false, message, hint });
