import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useDirectoryScope } from '../directory-scope';
import { Checks } from '../health/checks';
import { ConnectionStatus } from '../health/connection-status';
import { lazySection } from '../lazy-section';
import { isFile, isPush } from '../providers';
import { usePulse } from '../use-pulse';
import { Counts } from './counts';
import { NewestSync } from './newest-sync';
import { NextSteps } from './next-steps';
import { SyncNow } from './sync-now';
import { WhenChangesArrive } from './when-changes-arrive';

const Reconcile = lazySection(async () => (await import('./reconcile')).Reconcile);

const EVERY_MS = 3_000;

/** How it is, what needs doing, and when the next change comes. */
export function OverviewPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const pulse = usePulse(scope, EVERY_MS);
  if (pulse.data === undefined) {
    return pulse.isError ? <ProblemView error={pulse.error} onRetry={() => void pulse.refetch()} /> : <PageLoading />;
  }
  const push = isPush(scope.provider);
  return (
    <div className="columns">
      <div className="stack">
        <section className="card stack" aria-label={t('overview.state')}>
          <h2>{t('overview.state')}</h2>
          <ConnectionStatus pulse={pulse.data} />
          <Counts pulse={pulse.data} pushed={push} />
          {!push && !isFile(scope.provider) && <SyncNow pulse={pulse.data} />}
        </section>
        <NextSteps pulse={pulse.data} />
      </div>
      <div className="stack">
        {push && (
          <div className="card">
            <Checks every={EVERY_MS} />
          </div>
        )}
        {!push && <NewestSync pulse={pulse.data} />}
        {push && <WhenChangesArrive pulse={pulse.data} />}
        {scope.can('resync') && scope.can('snapshot') && <Reconcile />}
      </div>
    </div>
  );
}
