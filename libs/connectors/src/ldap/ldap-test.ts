import { type ListContext, type SourceUser, type TestCheck, type TestReport } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { type SourceAddresses } from '../source-ports.js';
import { entries, groupQuery, ldapSourceUser, userQuery } from './ldap-listing.js';
import { type LdapQuery } from './ldap-search.js';
import { type LdapRecord } from './ldap-record.js';
import { closeSession, type LdapSession, openSession } from './ldap-session.js';
import { type LdapSettings } from './ldap-settings.js';
import { canSeeDeleted } from './show-deleted.js';
import { unlessAborted } from './unless-aborted.js';

const SAMPLE = 5;
const CONNECT_CODES = new Set(['source_unreachable', 'address_denied', 'timeout']);

/** The connection, the account, and each thing that it must be able to read. */
export async function testLdap(
  settings: LdapSettings,
  addresses: SourceAddresses,
  context: ListContext,
): Promise<TestReport> {
  let session: LdapSession;
  try {
    session = await openSession(settings, addresses, context.signal);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const checks = CONNECT_CODES.has(error.code)
      ? [failed('connect', error)]
      : [passed('connect', 'Rollcall reaches the LDAP server.'), failed('sign_in', error)];
    return { checks, counts: { users: null, groups: null }, sample: [] };
  }
  try {
    return await testSession(session, settings, context);
  } finally {
    await closeSession(session.client);
  }
}

async function testSession(session: LdapSession, settings: LdapSettings, context: ListContext): Promise<TestReport> {
  const checks = [
    passed('connect', 'Rollcall reaches the LDAP server.'),
    passed('sign_in', 'The LDAP server accepts the bind account.'),
  ];
  const first = async (name: string, what: string, query: LdapQuery): Promise<FirstPage | undefined> => {
    try {
      const page = await firstPage(session, query, context);
      checks.push(passed(name, `Rollcall can read ${what}.`));
      return page;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      checks.push(failed(name, error));
      return undefined;
    }
  };
  const users = await first('list_users', 'users', userQuery(session, settings));
  checks.push(...attributeChecks(session, users?.records ?? []));
  const groups = await first('list_groups', 'groups', groupQuery(session, settings));
  if (session.flavor.name === 'active_directory')
    checks.push(await unlessAborted(deletedCheck(session), context.signal));
  return {
    checks,
    counts: { users: users?.count ?? null, groups: groups?.count ?? null },
    sample: sampleOf(session, settings, users?.records ?? []),
  };
}

interface FirstPage {
  records: LdapRecord[];
  /** Null where there are more pages. */
  count: number | null;
}

async function firstPage(session: LdapSession, query: LdapQuery, context: ListContext): Promise<FirstPage> {
  const pages = entries(session, query, context);
  const { value, done } = await pages.next();
  if (done) return { records: [], count: 0 };
  const more = await pages.next();
  await pages.return(undefined);
  return { records: value, count: more.done ? value.length : null };
}

/** An attribute that nobody has is one that the account may not read. */
function attributeChecks({ flavor }: LdapSession, records: readonly LdapRecord[]): TestCheck[] {
  if (records.length === 0) return [];
  const checks: TestCheck[] = [];
  const check = (name: string, attribute: string, isThere: (record: LdapRecord) => boolean, message: string) =>
    checks.push(
      records.some(isThere)
        ? passed(name, message)
        : {
            name,
            ok: false,
            message: `The account may not read the attribute ${attribute} of users.`,
            hint: `Give the bind account the right to read ${attribute} below the base DN.`,
          },
    );
  check(
    'read_ids',
    flavor.idAttribute,
    (record) => flavor.idOf(record) !== undefined,
    'Rollcall can tell users apart.',
  );
  if (flavor.name === 'active_directory')
    check(
      'read_status',
      'userAccountControl',
      (record) => record.text('userAccountControl') !== undefined,
      'Rollcall can see which accounts are disabled.',
    );
  return checks;
}

async function deletedCheck(session: LdapSession): Promise<TestCheck> {
  const seen = await canSeeDeleted(session);
  return passed(
    'read_deleted',
    seen
      ? 'Rollcall can see deleted accounts: a sync asks only for what has changed.'
      : 'Rollcall cannot see deleted accounts: every sync reads everything, and finds them so.',
  );
}

const sampleOf = (session: LdapSession, settings: LdapSettings, records: readonly LdapRecord[]): SourceUser[] =>
  records
    .filter((record) => session.flavor.idOf(record) !== undefined)
    .slice(0, SAMPLE)
    .map((record) => ldapSourceUser(record, session, settings));

const passed = (name: string, message: string): TestCheck => ({ name, ok: true, message, hint: '' });
const failed = (name: string, { message, hint }: ConnectorError): TestCheck => ({ name, ok: false, message, hint });
