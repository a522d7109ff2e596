import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { type DirectoryScope } from '../directory-scope';

export type Role = components['schemas']['RoleView'];

export function useRoles(scope: DirectoryScope) {
  return useQuery({
    queryKey: ['roles'],
    queryFn: async ({ signal }) => (await scope.api.get<{ roles: Role[] }>(scope.rolesPath, undefined, signal)).roles,
  });
}

export interface Assignment {
  group_id: string;
  role_name: string;
}

/** The privileged roles that somebody is about to give and that the group does not have yet. */
export function newlyPrivileged(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  roles: readonly Role[],
): Role[] {
  const given = new Set(
    [...after].filter(([group, role]) => role !== '' && before.get(group) !== role).map(([, role]) => role),
  );
  return roles.filter(({ name, privileged }) => privileged && given.has(name));
}
