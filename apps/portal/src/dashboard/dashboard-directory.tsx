import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../api/api-context';
import { type Directory } from '../directory/directory';
import { type Capability, DirectoryScope, DirectoryScopeContext } from '../directory/directory-scope';
import { providerOf } from '../directory/providers';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import { useMay } from './dashboard-session';

const ALL: ReadonlySet<Capability> = new Set(['resync', 'snapshot', 'simulate', 'api_base', 'deliveries']);

/** The same pages as in the portal, by the public REST. */
export function DashboardDirectory() {
  const t = useTranslations('dashboard');
  const { org = '', dir = '' } = useParams({ strict: false });
  const api = useApi();
  const mayWrite = useMay('write');
  const apiPath = `/organizations/${org}/directories/${dir}`;
  const query = useQuery({
    queryKey: ['directory', dir],
    queryFn: async ({ signal }) => (await api.get<{ directory: Directory }>(apiPath, undefined, signal)).directory,
  });
  const directory = query.data;
  const readOnly = mayWrite ? undefined : t('needsScope', { scope: 'write' });
  const scope = useMemo(
    () =>
      directory &&
      new DirectoryScope({
        api,
        directory,
        provider: providerOf(directory),
        apiPath,
        pagePath: apiPath,
        listPage: `/organizations/${org}`,
        rolesPath: '/roles',
        capabilities: ALL,
        readOnly,
      }),
    [api, apiPath, directory, org, readOnly],
  );
  if (scope === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  return (
    <DirectoryScopeContext value={scope}>
      <Outlet />
    </DirectoryScopeContext>
  );
}
