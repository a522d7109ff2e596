import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useDirectoryScope } from '../directory-scope';
import { leavingPercent, runs, type Sync } from '../syncs/sync';
import { SyncChanges } from '../syncs/sync-changes';
import { SyncCounts } from '../syncs/sync-counts';
import { SyncProgressBar } from '../syncs/sync-progress';
import { useSync } from '../syncs/use-sync';

interface Props {
  syncId: string;
  busy: boolean;
  error: unknown;
  onApply: () => void;
}

/** What the files would do. Nothing is changed until somebody says so. */
export function DryRun({ syncId, busy, error, onApply }: Props) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const query = useSync(scope, syncId);
  const sync = query.data;
  if (sync === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const nothing = !runs(sync) && changes(sync) === 0;
  return (
    <section className="stack" aria-label={t('upload.dryRun')}>
      <h2>{t('upload.dryRun')}</h2>
      {runs(sync) ? (
        <SyncProgressBar sync={sync} />
      ) : (
        <>
          {sync.error !== null && (
            <Notice tone="bad" role="alert">
              <p>{sync.error.message}</p>
              <p>{sync.error.hint}</p>
            </Notice>
          )}
          {sync.warnings.map(({ code, message, examples }) => (
            <Notice key={code} tone="warn">
              <p>{message}</p>
              {examples.length > 0 && <p className="dimmed">{examples.join(' · ')}</p>}
            </Notice>
          ))}
          {sync.review !== null && sync.review.would_deactivate > 0 && (
            <Notice tone="warn">
              <p>
                {t('review.would', {
                  count: sync.review.would_deactivate,
                  of: sync.review.of,
                  percent: leavingPercent(sync.review),
                })}
              </p>
            </Notice>
          )}
          <div className="card">
            <SyncCounts sync={sync} />
          </div>
          <SyncChanges sync={sync} label={t('upload.changes')} />
          <ActionError error={error} />
          <div className="row end">
            {nothing && <span className="dimmed">{t('upload.nothing')}</span>}
            <Button
              loading={busy}
              disabled={nothing || sync.error !== null || scope.readOnly !== undefined}
              title={scope.readOnly}
              onClick={onApply}
            >
              {t('upload.apply')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

const changes = (sync: Sync): number =>
  sync.created +
  sync.updated +
  sync.deactivated +
  sync.reactivated +
  sync.groups_created +
  sync.groups_updated +
  sync.groups_deleted +
  sync.memberships_added +
  sync.memberships_removed;
