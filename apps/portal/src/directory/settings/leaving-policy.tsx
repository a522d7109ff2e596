import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { useDirectoryScope } from '../directory-scope';
import { PolicyForm } from './policy-form';

export type Policy = components['schemas']['PolicyBody'];

/** What happens when people leave. */
export function LeavingPolicy() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const query = useQuery({
    queryKey: scope.key('policy'),
    queryFn: async ({ signal }) => (await scope.get<{ policy: Policy }>('/policy', undefined, signal)).policy,
  });
  return (
    <section className="card stack" aria-label={t('policy.title')}>
      <h2>{t('policy.title')}</h2>
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={4} />
        )
      ) : (
        <PolicyForm stored={query.data} />
      )}
    </section>
  );
}
