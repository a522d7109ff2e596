import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { pageOf } from '../../api/page-of';
import { AppLink } from '../../app/app-link';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { SyncNow } from '../overview/sync-now';
import { isFile } from '../providers';
import { usePulse } from '../use-pulse';
import { type Sync, type SyncList, SYNC_TONES } from './sync';

const EVERY_MS = 2_000;

/** Every run of a pull, newest first. */
export function SyncsPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const pulse = usePulse(scope, EVERY_MS);
  const next = useQuery({
    queryKey: scope.key('next-sync'),
    queryFn: async ({ signal }) => (await scope.get<SyncList>('/syncs', { page_size: 1 }, signal)).next_sync_at,
    refetchInterval: 15_000,
  });
  const columns: Column<Sync>[] = [
    {
      id: 'started',
      header: t('syncs.started'),
      cell: ({ id, started_at, created_at }) => (
        <AppLink to={scope.page(`/syncs/${id}`)}>
          <TimeText at={started_at ?? created_at} />
        </AppLink>
      ),
    },
    {
      id: 'state',
      header: t('syncs.state'),
      cell: ({ state, dry_run }) => (
        <StateBadge tone={SYNC_TONES[state]}>
          {t(`syncs.states.${state}`)}
          {dry_run && ` · ${t('syncs.dryRun')}`}
        </StateBadge>
      ),
    },
    { id: 'trigger', header: t('syncs.trigger'), cell: ({ trigger }) => t(`syncs.triggers.${trigger}`) },
    { id: 'created', header: t('syncs.kinds.created'), end: true, cell: ({ created }) => created },
    { id: 'updated', header: t('syncs.kinds.updated'), end: true, cell: ({ updated }) => updated },
    { id: 'deactivated', header: t('syncs.kinds.deactivated'), end: true, cell: ({ deactivated }) => deactivated },
    { id: 'words', header: t('requests.words'), cell: ({ error, review }) => error?.message ?? review?.reason ?? '–' },
  ];
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await scope.get<SyncList>('/syncs', query, signal);
    return pageOf(answer, answer.syncs);
  };
  return (
    <div className="stack">
      <div className="row between">
        {isFile(scope.provider) ? (
          <AppLink className="button-link" to={scope.page('/upload')}>
            {t('upload.go')}
          </AppLink>
        ) : (
          <SyncNow pulse={pulse.data} />
        )}
        {next.data != null && (
          <p className="dimmed">
            {t('syncs.next')} <TimeText at={next.data} />
          </p>
        )}
      </div>
      <DataTable
        label={t('syncs.table')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={scope.key('syncs')}
        load={load}
        every={EVERY_MS}
        empty={
          <Empty title={t('syncs.empty')}>
            <p>{isFile(scope.provider) ? t('syncs.emptyFiles') : t('syncs.emptyText')}</p>
          </Empty>
        }
      />
    </div>
  );
}
