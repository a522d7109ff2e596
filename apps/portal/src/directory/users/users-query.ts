import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { type PageOf, pageOf } from '../../api/page-of';
import { type User } from '../directory';
import { type DirectoryScope } from '../directory-scope';

type UserList = components['schemas']['UserListAnswer'];

export const loadUsers =
  (scope: DirectoryScope) =>
  async ({ search, status, group, ...page }: Query, signal: AbortSignal): Promise<PageOf<User>> => {
    const query = {
      ...page,
      filter: userFilter(String(search ?? ''), String(status ?? '')),
      directory_group_id: group,
    };
    const answer = await scope.get<UserList>('/users', query, signal);
    return pageOf(answer, answer.users);
  };

/** The SCIM filter that finds somebody by the beginning of the user name, or by a whole address. */
export function userFilter(search: string, status: string): string | undefined {
  const parts: string[] = [];
  if (search !== '') parts.push(`userName sw ${JSON.stringify(search)}`);
  if (status === 'active') parts.push('active eq true');
  if (status === 'inactive') parts.push('active eq false');
  return parts.length === 0 ? undefined : parts.join(' and ');
}
