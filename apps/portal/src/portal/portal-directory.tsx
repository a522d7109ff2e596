import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useApi } from '../api/api-context';
import { type Directory } from '../directory/directory';
import { DirectoryScope, DirectoryScopeContext } from '../directory/directory-scope';
import { providerOf } from '../directory/providers';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import { usePortalSession } from './session/session-context';

/** The directory that the address names, as far as this portal may see it. */
export function PortalDirectory() {
  const { dir = '' } = useParams({ strict: false });
  const api = useApi();
  const { session } = usePortalSession();
  const query = useQuery({
    queryKey: ['directory', dir],
    queryFn: async ({ signal }) =>
      (await api.get<{ directory: Directory }>(`/directories/${dir}`, undefined, signal)).directory,
  });
  const directory = query.data;
  const scope = useMemo(
    () =>
      directory &&
      new DirectoryScope({
        api,
        directory,
        provider: providerOf(directory),
        apiPath: `/directories/${directory.id}`,
        pagePath: `/d/${directory.id}`,
        listPage: '/',
        rolesPath: '/roles',
        capabilities: new Set(),
        sections: new Set(session.sections),
      }),
    [api, directory, session.sections],
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
