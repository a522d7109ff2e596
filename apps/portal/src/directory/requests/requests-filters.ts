import { useTranslations } from 'use-intl';
import { type Filter } from '../../parts/filter';
import { REQUEST_ACTIONS } from './action-key';

export function useRequestFilters(): Filter[] {
  const t = useTranslations('directory');
  return [
    {
      name: 'outcome',
      label: t('requests.outcome'),
      kind: 'choice',
      options: [
        { value: '', label: t('users.all') },
        { value: 'refused', label: t('requests.refusedOnly') },
      ],
    },
    {
      name: 'action',
      label: t('requests.action'),
      kind: 'choice',
      options: [
        { value: '', label: t('users.all') },
        ...REQUEST_ACTIONS.map((action) => ({ value: action, label: t(`actions.${action}`) })),
      ],
    },
    {
      name: 'period',
      label: t('requests.period'),
      kind: 'choice',
      fallback: '24h',
      options: [
        { value: '1h', label: t('requests.hour') },
        { value: '24h', label: t('requests.day') },
        { value: '7d', label: t('requests.week') },
      ],
    },
  ];
}
