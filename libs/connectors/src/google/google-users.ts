import { comparisonKey } from '#scim';
import { type ListContext, type Page, type SourceUser } from '../connector.js';
import { recordsOf, textOf } from '../record/record-value.js';
import { managerOf } from '../record/user-resource.js';
import { type GoogleApi } from './google-api.js';
import { type GoogleSettings } from './google-settings.js';
import { googleUserResource, hidesState, TEST_DOMAIN } from './google-user.js';

export const USERS_QUERY = { maxResults: '500', orderBy: 'email', projection: 'full' };

/** @param from a page token, which Google keeps for three days */
export async function* listGoogleUsers(
  api: GoogleApi,
  { owner }: GoogleSettings,
  { signal }: ListContext,
  from?: string,
): AsyncGenerator<Page<SourceUser>> {
  let pageToken = from;
  do {
    const query = { ...owner, ...USERS_QUERY, ...(pageToken === undefined ? {} : { pageToken }) };
    // A page may be empty and still have a next one.
    const { records, next } = await api.page('users', 'users', query, signal);
    yield { items: records.map(googleSourceUser), next };
    pageToken = next;
  } while (pageToken !== undefined);
}

/** Groups and managers may name a user by any of the addresses, in any spelling. */
export function googleSourceUser(user: Record<string, unknown>): SourceUser {
  const addresses = [user['primaryEmail'], ...recordsOf(user['emails']).map(({ address }) => address)];
  const aliases = Array.isArray(user['aliases']) ? (user['aliases'] as unknown[]) : [];
  const references = [...addresses, ...aliases]
    .map(textOf)
    .filter((address) => address !== undefined)
    .filter((address) => !address.endsWith(TEST_DOMAIN));
  const resource = googleUserResource(user);
  const named = managerOf(resource);
  const manager = named === undefined ? undefined : comparisonKey(named);
  return {
    resource,
    ...(manager !== undefined && { manager }),
    ...(hidesState(user) && { absent: ['active'] }),
    references: [...new Set(references.map(comparisonKey))],
  };
}
