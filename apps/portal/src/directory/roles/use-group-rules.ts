import { useQuery } from '@tanstack/react-query';
import { type components } from '#client';
import { type DirectoryScope } from '../directory-scope';

export type GroupRule = components['schemas']['GroupRuleBody'];

export function useGroupRules(scope: DirectoryScope, enabled = true) {
  return useQuery({
    queryKey: scope.key('group_rules'),
    queryFn: async ({ signal }) => (await scope.get<{ rules: GroupRule[] }>('/group_rules', undefined, signal)).rules,
    enabled,
  });
}

/** The groups that a rule fills and not the provider; none where the link does not show rules. */
export function useRuleGroups(scope: DirectoryScope): ReadonlySet<string> {
  const { data } = useGroupRules(scope, scope.shows('roles'));
  return new Set(data?.map(({ group_id }) => group_id));
}
