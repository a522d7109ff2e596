import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { FirstSteps } from './first-steps';
import { LastDay } from './last-day';
import { NeedsAttention } from './needs-attention';
import { useOverview } from './use-overview';

/** How it stands: what to do first, what is wrong, what was sent. */
export function OverviewPage() {
  const t = useTranslations('dashboard');
  const query = useOverview();
  return (
    <div className="stack spaced">
      <PageTitle title={t('links.overview')} />
      <NotUpdated query={query} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={12} />
        )
      ) : (
        <>
          <FirstSteps steps={query.data.first_steps} />
          <NeedsAttention attention={query.data.attention} />
          <LastDay overview={query.data} />
        </>
      )}
    </div>
  );
}
