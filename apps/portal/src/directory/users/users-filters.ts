import { useTranslations } from 'use-intl';
import { type Filter } from '../../parts/filter';

export function useUserFilters(): Filter[] {
  const t = useTranslations('directory');
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
  ];
}
