import { type ListContext, type Page, type SourceGroup } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { textOf } from '../record/record-value.js';
import { type GoogleApi, type GooglePage } from './google-api.js';
import { googleGroup } from './google-members.js';
import { type GoogleSettings } from './google-settings.js';

/** Groups whose members are read at the same time: Google allows some hundred requests a second. */
const AT_ONCE = 10;
const MOST_RESULTS = '200';

type Group = Record<string, unknown>;

/** Every group with its members; the members of a large group come in several items. */
export async function* listGoogleGroups(
  api: GoogleApi,
  settings: GoogleSettings,
  context: ListContext,
  from?: string,
): AsyncGenerator<Page<SourceGroup>> {
  let current = from;
  for await (const { records, next } of groupPages(api, settings, context, from)) {
    // Within a page of groups, another process would begin that page again: members add up.
    for (let at = 0; at < records.length; at += AT_ONCE)
      for await (const items of membersOf(api, settings, records.slice(at, at + AT_ONCE), context))
        yield { items, next: current };
    if (next !== undefined) yield { items: [], next };
    current = next;
  }
}

async function* groupPages(
  api: GoogleApi,
  { groupFilter, owner }: GoogleSettings,
  context: ListContext,
  from: string | undefined,
): AsyncGenerator<GooglePage> {
  if (groupFilter !== undefined) {
    yield { records: await namedGroups(api, groupFilter, context), next: undefined };
    return;
  }
  let pageToken = from;
  do {
    const query = { ...owner, maxResults: MOST_RESULTS, ...(pageToken === undefined ? {} : { pageToken }) };
    const page = await api.page('groups', 'groups', query, context.signal);
    yield page;
    pageToken = page.next;
  } while (pageToken !== undefined);
}

async function namedGroups(api: GoogleApi, addresses: readonly string[], context: ListContext): Promise<Group[]> {
  const groups: Group[] = [];
  for (const address of addresses) {
    const group = await unlessGone(() => api.get(`groups/${encodeURIComponent(address)}`, {}, context.signal));
    if (group !== undefined) groups.push(group);
    else
      context.warn({
        code: 'group_not_found',
        message: 'A group of the setting `group_filter` does not exist in Google Workspace.',
        example: address,
      });
  }
  return groups;
}

/** The first page of each group at once, then the rest of those that have more. */
async function* membersOf(
  api: GoogleApi,
  { derivedMembers }: GoogleSettings,
  groups: readonly Group[],
  { signal }: ListContext,
): AsyncGenerator<SourceGroup[]> {
  const page = (group: Group, pageToken?: string): Promise<GooglePage | undefined> =>
    unlessGone(() =>
      api.page(
        `groups/${encodeURIComponent(textOf(group['id']) ?? '')}/members`,
        'members',
        {
          maxResults: MOST_RESULTS,
          ...(derivedMembers ? { includeDerivedMembership: 'true' } : {}),
          ...(pageToken === undefined ? {} : { pageToken }),
        },
        signal,
      ),
    );
  const firsts = await Promise.all(groups.map(async (group) => ({ group, page: await page(group) })));
  // A group that was deleted since the listing is no longer there.
  const present = firsts.filter((first): first is { group: Group; page: GooglePage } => first.page !== undefined);
  yield present.map(({ group, page: { records } }) => googleGroup(group, records, derivedMembers));
  for (const { group, page: first } of present) {
    for (let next = first.next; next !== undefined;) {
      const more = await page(group, next);
      if (more === undefined) break;
      yield [googleGroup(group, more.records, derivedMembers)];
      next = more.next;
    }
  }
}

async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'not_found') return undefined;
    throw error;
  }
}
