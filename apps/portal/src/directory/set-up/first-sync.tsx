import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { Empty } from '../../parts/empty';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { StateBadge } from '../../parts/state-badge';
import { useDirectoryScope } from '../directory-scope';
import { runs, type Sync, SYNC_TONES } from '../syncs/sync';
import { SyncProgressBar } from '../syncs/sync-progress';

/** The progress of the newest run. */
export function FirstSync() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const query = useQuery({
    queryKey: scope.key('newest-sync'),
    queryFn: async ({ signal }) =>
      (await scope.get<{ syncs: Sync[] }>('/syncs', { page_size: 1 }, signal)).syncs[0] ?? null,
    refetchInterval: 1_000,
  });
  const sync = query.data;
  if (sync === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  if (sync === null) {
    return (
      <Empty title={t('syncs.empty')}>
        <p>{t('syncs.emptyText')}</p>
      </Empty>
    );
  }
  return (
    <div className="stack">
      <p>
        <StateBadge tone={SYNC_TONES[sync.state]}>{t(`syncs.states.${sync.state}`)}</StateBadge>
      </p>
      {runs(sync) ? (
        <SyncProgressBar sync={sync} />
      ) : sync.state === 'needs_review' ? (
        <p>{sync.review?.reason}</p>
      ) : (
        <p>{t('syncs.result', { created: sync.created, updated: sync.updated, groups: sync.groups_created })}</p>
      )}
      {sync.error !== null && (
        <p>
          {sync.error.message} {sync.error.hint}
        </p>
      )}
      <p>
        <AppLink to={scope.page(`/syncs/${sync.id}`)}>{t('syncs.details')}</AppLink>
      </p>
    </div>
  );
}
