import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { runs, SYNC_TONES } from './sync';
import { SyncChanges } from './sync-changes';
import { SyncCounts } from './sync-counts';
import { SyncProgressBar } from './sync-progress';
import { SyncReview } from './sync-review';
import { useSync } from './use-sync';

/** One run: how far, what it changed, or why it waits. */
export function SyncPage() {
  const t = useTranslations('directory');
  const format = useFormatter();
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const { sync: id = '' } = useParams({ strict: false }) as { sync?: string };
  const query = useSync(scope, id);
  const cancel = useMutation({
    mutationFn: () => scope.api.post(scope.path(`/syncs/${id}:cancel`)),
    onSuccess: () => {
      announce(t('syncs.canceled'));
      return client.invalidateQueries({ queryKey: scope.key() });
    },
  });
  const sync = query.data;
  if (sync === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  return (
    <div className="stack">
      <div className="row between">
        <div className="row">
          <AppLink to={scope.page('/syncs')}>{t('syncs.all')}</AppLink>
          <StateBadge tone={SYNC_TONES[sync.state]}>{t(`syncs.states.${sync.state}`)}</StateBadge>
          <span className="dimmed">
            <TimeText at={sync.started_at ?? sync.created_at} exact />
          </span>
        </div>
        {runs(sync) && (
          <Button
            variant="default"
            loading={cancel.isPending}
            disabled={scope.readOnly !== undefined}
            title={scope.readOnly}
            onClick={() => cancel.mutate()}
          >
            {t('syncs.cancel')}
          </Button>
        )}
      </div>
      <ActionError error={cancel.error} />
      {runs(sync) && <SyncProgressBar sync={sync} />}
      {sync.error !== null && (
        <Notice tone="bad">
          <p>
            <strong>{sync.error.message}</strong>
          </p>
          <p>{sync.error.hint}</p>
        </Notice>
      )}
      {sync.state === 'needs_review' && <SyncReview sync={sync} />}
      {sync.review?.decision !== undefined && (
        <Notice tone="idle">
          <p>
            {t(`review.decided.${sync.review.decision.decision}`)} <TimeText at={sync.review.decision.at} exact />:{' '}
            <bdi>{sync.review.decision.reason ?? t('review.noReason')}</bdi>
          </p>
        </Notice>
      )}
      {sync.warnings.map(({ code, message, count, examples }) => (
        <Notice key={code} tone="warn">
          <p>
            {message} ({format.number(count)})
          </p>
          {examples.length > 0 && (
            <p className="dimmed">
              <bdi>{examples.join(' · ')}</bdi>
            </p>
          )}
        </Notice>
      ))}
      {sync.state !== 'needs_review' && (
        <>
          <section className="card" aria-label={t('syncs.counts')}>
            <SyncCounts
              sync={sync}
              more={[
                [
                  t('syncs.groups'),
                  t('syncs.groupCounts', {
                    created: sync.groups_created,
                    updated: sync.groups_updated,
                    deleted: sync.groups_deleted,
                  }),
                ],
                [
                  t('syncs.memberships'),
                  t('syncs.membershipCounts', { added: sync.memberships_added, removed: sync.memberships_removed }),
                ],
              ]}
            />
          </section>
          {!runs(sync) && <SyncChanges sync={sync} />}
        </>
      )}
    </div>
  );
}
