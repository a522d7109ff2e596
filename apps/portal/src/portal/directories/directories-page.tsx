import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { PageTitle } from '../../app/page-title';
import { type Directory } from '../../directory/directory';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { usePortalSession } from '../session/session-context';
import { DirectoryCard } from './directory-card';
import { goingStraight } from './going-straight';

const EVERY_MS = 15_000;

/** All directories of the organization. The first visit begins with the choice of a provider. */
export function DirectoriesPage() {
  const t = useTranslations('portal');
  const api = useApi();
  const { session } = usePortalSession();
  const query = useQuery({
    queryKey: ['directories'],
    queryFn: async ({ signal }) =>
      (await api.get<{ directories: Directory[] }>('/directories', undefined, signal)).directories,
    refetchInterval: EVERY_MS,
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const straight = goingStraight(query.data, session.directory_id);
  if (straight !== undefined) return <Navigate to={straight as '/'} replace />;
  return (
    <div className="stack">
      <div className="row between">
        <PageTitle title={t('directories')} />
        {session.directory_id === null && (
          <AppLink className="button-link" to="/new">
            {t('connect')}
          </AppLink>
        )}
      </div>
      <NotUpdated query={query} />
      <ul className="cards">
        {query.data.map((directory) => (
          <li key={directory.id}>
            <DirectoryCard directory={directory} />
          </li>
        ))}
      </ul>
    </div>
  );
}
