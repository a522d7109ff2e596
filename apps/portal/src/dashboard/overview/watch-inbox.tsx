import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { useGo } from '../../app/use-address';
import { type Inbox } from '../inboxes/inbox';

/** Leads to the newest test inbox; off while there is none. */
export function WatchInbox({ variant }: { variant: 'filled' | 'default' }) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const go = useGo();
  const query = useQuery({
    queryKey: ['inboxes'],
    queryFn: ({ signal }) => api.get<{ inboxes: Inbox[] }>('/inboxes', undefined, signal),
    refetchInterval: 10_000,
  });
  const newest = query.data?.inboxes.toSorted((a, b) => b.expire_time.localeCompare(a.expire_time))[0];
  return (
    <Button
      size="sm"
      variant={variant}
      disabled={newest === undefined}
      title={newest === undefined ? t('firstSteps.noInbox') : undefined}
      onClick={() => newest && go(`/inboxes/${newest.id}`)}
    >
      {t('firstSteps.watchInbox')}
    </Button>
  );
}
