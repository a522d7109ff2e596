import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { useAppPath } from '../../app/use-address';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RouteTabs } from '../../parts/route-tabs';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useOrganizations } from '../organizations/use-organizations';
import { type Endpoint, STATE_TONES, stateOf } from './endpoint';
import { EndpointActions } from './endpoint-actions';
import { EndpointContext } from './endpoint-context';

const TABS = [
  ['deliveries', ''],
  ['health', '/health'],
  ['secret', '/secret'],
  ['settings', '/settings'],
] as const;

/** The head and the tabs of a receiver. */
export function EndpointLayout() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const path = useAppPath();
  const { nameOf, isPending: namesPending } = useOrganizations();
  const { endpoint: id = '' } = useParams({ strict: false }) as { endpoint?: string };
  const query = useQuery({
    queryKey: ['endpoint', id],
    queryFn: async ({ signal }) =>
      (await api.get<{ endpoint: Endpoint }>(`/webhook_endpoints/${id}`, undefined, signal)).endpoint,
    refetchInterval: 5_000,
  });
  if (query.data === undefined || namesPending) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const endpoint = query.data;
  const base = `/endpoints/${id}`;
  const tabs = TABS.map(([tab, rest]) => ({ to: `${base}${rest}`, label: t(`endpointTabs.${tab}`) }));
  const current = tabs.find(({ to }) => to !== base && path.startsWith(to)) ?? tabs[0]!;
  const state = stateOf(endpoint);
  return (
    <EndpointContext value={endpoint}>
      <div className="stack tight endpoint-head">
        <PageTitle key={current.to} title={`${endpoint.url} · ${current.label}`}>
          <bdi>{endpoint.url}</bdi>
        </PageTitle>
        <div className="row facts-line">
          <StateBadge tone={STATE_TONES[state]}>{t(`endpoint.states.${state}`)}</StateBadge>
          {endpoint.failing_since !== null && (
            <span>
              {t('endpoint.failingSince')} <TimeText at={endpoint.failing_since} />
            </span>
          )}
          {endpoint.organization_id === null ? (
            <StateBadge tone="warn">{t('endpoint.everyOrganization')}</StateBadge>
          ) : (
            <span>
              {t('endpoint.onlyOf')} <bdi>{nameOf(endpoint.organization_id)}</bdi>
            </span>
          )}
          {endpoint.description !== '' && <bdi className="dimmed">{endpoint.description}</bdi>}
        </div>
        <EndpointActions endpoint={endpoint} />
      </div>
      <NotUpdated query={query} />
      <RouteTabs label={t('endpointTabs.label')} tabs={tabs} current={current.to}>
        <Outlet />
      </RouteTabs>
    </EndpointContext>
  );
}
