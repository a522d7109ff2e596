import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type Filter } from '../../parts/filter';
import { type Group } from '../directory';
import { type DirectoryScope } from '../directory-scope';

const MOST_CHOICES = 100;

export function useUserFilters(scope: DirectoryScope): Filter[] {
  const t = useTranslations('directory');
  const groups = useQuery({
    queryKey: scope.key('group-choices'),
    queryFn: async ({ signal }) =>
      (await scope.get<{ groups: Group[] }>('/groups/summary', { page_size: MOST_CHOICES }, signal)).groups,
    staleTime: 30_000,
  });
  return [
    { name: 'search', label: t('users.search'), kind: 'search' },
    {
      name: 'status',
      label: t('users.status'),
      kind: 'choice',
      options: [
        { value: '', label: t('users.all') },
        { value: 'active', label: t('users.active') },
        { value: 'inactive', label: t('users.inactive') },
      ],
    },
    {
      name: 'group',
      label: t('users.group'),
      kind: 'choice',
      open: true,
      options: [
        { value: '', label: t('users.all') },
        ...(groups.data ?? []).map(({ id, display_name }) => ({ value: id, label: display_name })),
      ],
    },
  ];
}
