import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api-context';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { PortalSettingsForm } from './portal-settings-form';
import { type SettingsAnswer } from './settings-form';

/** The settings of the application, or of one organization, which inherits what it does not set. */
export function PortalSettings({ path, inherits = false }: { path: string; inherits?: boolean }) {
  const api = useApi();
  const query = useQuery({
    queryKey: ['portal-settings', path],
    queryFn: ({ signal }) => api.get<SettingsAnswer>(path, undefined, signal),
    // What somebody types is not overwritten.
    refetchOnWindowFocus: false,
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  return <PortalSettingsForm key={path} path={path} saved={query.data} inherits={inherits} />;
}
