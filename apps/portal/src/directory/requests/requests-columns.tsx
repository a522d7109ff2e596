import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { actionKey } from './action-key';
import { type LoggedRequest } from './requests-query';

export function useRequestColumns(): Column<LoggedRequest>[] {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  return [
    {
      id: 'time',
      header: t('requests.time'),
      cell: ({ id, at }) => (
        <AppLink id={`row-${id}`} to={scope.page(`/requests/${id}`)} keepSearch>
          <TimeText at={at} />
        </AppLink>
      ),
    },
    { id: 'action', header: t('requests.action'), cell: ({ action }) => t(`actions.${actionKey(action)}`) },
    {
      id: 'who',
      header: t('requests.who'),
      wide: true,
      cell: ({ resource_name, secret_id, status }) => (
        <bdi>{resource_name ?? (secret_id === null && status === 401 ? t('requests.notSignedIn') : '–')}</bdi>
      ),
    },
    {
      id: 'status',
      header: t('requests.status'),
      cell: ({ status }) => (
        <StateBadge tone={status < 400 ? 'ok' : status === 404 ? 'idle' : 'bad'}>{status}</StateBadge>
      ),
    },
    {
      id: 'words',
      header: t('requests.words'),
      cell: ({ error, warnings }) => <bdi>{error ?? (warnings.join('; ') || '–')}</bdi>,
    },
  ];
}
