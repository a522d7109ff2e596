import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { type Role } from './role-list';
import { RolesEditor } from './roles-editor';

/** The roles of the application, the most powerful one first. */
export function RolesPage() {
  const t = useTranslations('administration');
  const api = useApi();
  const query = useQuery({
    queryKey: ['application-roles'],
    queryFn: async ({ signal }) => (await api.get<{ roles: Role[] }>('/roles', undefined, signal)).roles,
    // What somebody edits is not overwritten.
    refetchOnWindowFocus: false,
  });
  return (
    <div className="stack">
      <PageTitle title={t('roles.title')} />
      <p className="dimmed readable">{t('roles.text')}</p>
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading />
        )
      ) : (
        <RolesEditor key={query.dataUpdatedAt} saved={query.data.toSorted((a, b) => a.priority - b.priority)} />
      )}
    </div>
  );
}
