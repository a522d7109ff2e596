import { type ChangePage, type ListContext } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { entries, groupQuery, ldapSourceUser, listLdapGroups, userQuery } from './ldap-listing.js';
import { type LdapQuery } from './ldap-search.js';
import { type LdapSession } from './ldap-session.js';
import { type LdapSettings } from './ldap-settings.js';
import { canSeeDeleted, deletedObjects, ShowDeletedControl } from './show-deleted.js';
import { unlessAborted } from './unless-aborted.js';
import { currentMark, readMark, sameServer, writeMark } from './usn-mark.js';

/**
 * What Active Directory changed since the mark: users and groups by `uSNChanged`, deleted ones by their tombstones, and
 * users who no longer match the filter or have left the base DN.
 */
export async function* directoryChanges(
  session: LdapSession,
  settings: LdapSettings,
  mark: string,
  context: ListContext,
): AsyncGenerator<ChangePage, string> {
  const since = readMark(mark);
  const now = await unlessAborted(currentMark(session), context.signal);
  const isSame = since !== undefined && now !== undefined && sameServer(since, now);
  if (!isSame || !(await unlessAborted(canSeeDeleted(session), context.signal)))
    throw new ConnectorError({
      code: 'mark_expired',
      message: 'Another domain controller answers, or it was restored, or its deleted objects can no longer be read.',
      hint: 'Nothing needs to be done; this sync reads everything.',
    });
  const changed = `(uSNChanged>=${since.usn})`;
  const users = userQuery(session, settings);
  const present = new Set<string>();
  for await (const records of entries(session, { ...users, filter: `(&${users.filter}${changed})` }, context)) {
    const items = records.filter((record) => session.flavor.idOf(record) !== undefined);
    for (const record of items) present.add(session.flavor.idOf(record)!);
    yield { users: items.map((record) => ldapSourceUser(record, session, settings)) };
  }
  yield* whoIsGone(session, changed, now.usn, present, context);
  const groups = groupQuery(session, settings);
  const changedOnes = { ...groups, filter: `(&${groups.filter}${changed})` };
  // The group around a changed group has other members now, and says nothing of it.
  const query = settings.nestedGroups && (await findsAny(session, changedOnes, context)) ? groups : changedOnes;
  for await (const { items } of listLdapGroups(session, settings, context, query)) yield { users: [], groups: items };
  return writeMark(now);
}

async function* whoIsGone(
  session: LdapSession,
  changed: string,
  latest: number,
  present: ReadonlySet<string>,
  context: ListContext,
): AsyncGenerator<ChangePage> {
  const { flavor, rootDse } = session;
  const filter = `(&(objectClass=user)${changed})`;
  const query = { filter, attributes: [flavor.idAttribute, 'uSNChanged'], binary: flavor.binary };
  const everywhere = { ...query, base: rootDse.text('defaultNamingContext') ?? '' };
  const tombstones = {
    ...query,
    // Tombstones have lost their category, and much else.
    base: deletedObjects(session)!,
    filter: `(&(isDeleted=TRUE)(objectClass=user)${changed})`,
    controls: [new ShowDeletedControl()],
  };
  for (const search of [everywhere, tombstones])
    for await (const records of entries(session, search, context)) {
      // What changed after the users were asked for is among them the next time; here it would look as if it did not match.
      const known = records.filter((record) => Number(record.text('uSNChanged') ?? 0) <= latest);
      const ids = known.map((record) => flavor.idOf(record)).filter((id) => id !== undefined);
      const gone = ids.filter((id) => !present.has(id));
      if (gone.length > 0) yield { users: [], gone };
    }
}

async function findsAny(session: LdapSession, query: LdapQuery, context: ListContext): Promise<boolean> {
  const one = { ...query, attributes: [session.flavor.idAttribute], size: 1 };
  for await (const records of entries(session, one, context)) if (records.length > 0) return true;
  return false;
}
