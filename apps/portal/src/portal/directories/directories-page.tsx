import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { type Directory } from '../../directory/directory';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { DirectoryCard } from './directory-card';

const EVERY_MS = 15_000;

/** All directories of the organization. */
export function DirectoriesPage() {
  const t = useTranslations('portal');
  const api = useApi();
  const query = useQuery({
    queryKey: ['directories'],
    queryFn: async ({ signal }) =>
      (await api.get<{ directories: Directory[] }>('/directories', undefined, signal)).directories,
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="stack">
      <PageTitle title={t('directories')} />
      <NotUpdated query={query} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading />
        )
      ) : (
        <ul className="cards">
          {query.data.map((directory) => (
            <li key={directory.id}>
              <DirectoryCard directory={directory} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
