import { type ListContext, type Page, type SourceGroup, type SourceUser } from '../connector.js';
import { comparableDn } from './distinguished-name.js';
import { directMembers, MEMBER_ATTRIBUTES } from './group-members.js';
import { ldapError } from './ldap-errors.js';
import { type LdapQuery, searchPages } from './ldap-search.js';
import { type LdapRecord } from './ldap-record.js';
import { type LdapSession } from './ldap-session.js';
import { type LdapSettings } from './ldap-settings.js';
import { PrimaryGroups } from './primary-groups.js';
import { unlessAborted } from './unless-aborted.js';
import { managerOf } from '../record/user-resource.js';
import { attributeNames, hidesState, ldapUserResource, requestedAttributes } from './ldap-user.js';

/** Each may have some thousand members. */
const GROUPS_A_PAGE = 50;

export function userQuery({ flavor }: LdapSession, settings: LdapSettings): LdapQuery {
  const names = attributeNames(flavor, settings.attributes);
  return {
    base: settings.userBase,
    filter: settings.userFilter ?? flavor.userFilter,
    attributes: requestedAttributes(flavor, names),
    binary: flavor.binary,
  };
}

export function groupQuery({ flavor }: LdapSession, settings: LdapSettings): LdapQuery {
  return {
    base: settings.groupBase,
    filter: settings.groupFilter ?? flavor.groupFilter,
    attributes: [flavor.idAttribute, 'cn', 'displayName', 'name', ...MEMBER_ATTRIBUTES, ...flavor.groupAttributes],
    binary: flavor.binary,
    size: GROUPS_A_PAGE,
  };
}

export async function* listLdapUsers(
  session: LdapSession,
  settings: LdapSettings,
  context: ListContext,
  query: LdapQuery = userQuery(session, settings),
): AsyncGenerator<Page<SourceUser>> {
  for await (const records of entries(session, query, context)) {
    const identified = withId(records, session, context, 'user_without_id');
    yield { items: identified.map((record) => ldapSourceUser(record, session, settings)) };
  }
}

export async function* listLdapGroups(
  session: LdapSession,
  settings: LdapSettings,
  context: ListContext,
  query: LdapQuery = groupQuery(session, settings),
): AsyncGenerator<Page<SourceGroup>> {
  const primary = new PrimaryGroups();
  for await (const records of entries(session, query, context)) {
    const items: SourceGroup[] = [];
    for (const record of withId(records, session, context, 'group_without_id')) {
      const group = await sourceGroup(record, session, settings, context);
      primary.add(record, group);
      items.push(group);
    }
    yield { items };
  }
  yield* primary.members(userQuery(session, settings), (asked) => entries(session, asked, context));
}

export function ldapSourceUser(record: LdapRecord, { flavor }: LdapSession, settings: LdapSettings): SourceUser {
  const names = attributeNames(flavor, settings.attributes);
  const uid = record.text('uid');
  const resource = ldapUserResource(record, flavor, names);
  const manager = managerOf(resource);
  return {
    resource,
    ...(manager !== undefined && { manager: comparableDn(manager) }),
    ...(hidesState(record, flavor, names) && { absent: ['active'] }),
    references: [comparableDn(record.dn), ...(uid === undefined ? [] : [uidReference(uid)])],
  };
}

async function sourceGroup(
  record: LdapRecord,
  session: LdapSession,
  settings: LdapSettings,
  { signal }: ListContext,
): Promise<SourceGroup> {
  const { flavor } = session;
  const { dns, uids } = await unlessAborted(directMembers(session.client, record), signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw ldapError(error, 'read');
  });
  const members = dns.map(comparableDn);
  return {
    resource: {
      externalId: flavor.idOf(record),
      displayName: record.text('cn') ?? record.text('name') ?? record.text('displayName') ?? record.dn,
    },
    // A DN does not say whether a person or a group stands behind it.
    members: [...members, ...uids.map(uidReference)],
    ...(settings.nestedGroups ? { nested: members } : {}),
    references: [comparableDn(record.dn)],
  };
}

/** A uid may look like a DN or an id of somebody else; it is a name of its own kind. */
const uidReference = (uid: string): string => `uid:${uid}`;

export async function* entries(
  { client }: LdapSession,
  query: LdapQuery,
  { signal }: ListContext,
): AsyncGenerator<LdapRecord[]> {
  const pages = searchPages(client, query);
  for (;;) {
    signal.throwIfAborted();
    const page = await unlessAborted(pages.next(), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw ldapError(error, 'read');
    });
    if (page.done) return;
    yield page.value;
  }
}

/** An entry whose id the account may not read cannot be told from another one. */
function withId(
  records: readonly LdapRecord[],
  { flavor }: LdapSession,
  { warn }: ListContext,
  code: string,
): LdapRecord[] {
  return records.filter((record) => {
    if (flavor.idOf(record) !== undefined) return true;
    warn({ code, message: `An entry without a readable ${flavor.idAttribute} is passed over.`, example: record.dn });
    return false;
  });
}
