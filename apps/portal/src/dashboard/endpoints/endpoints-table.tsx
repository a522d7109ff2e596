import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { AppLink } from '../../app/app-link';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useOrganizations } from '../organizations/use-organizations';
import { type Endpoint, type EndpointList, STATE_TONES, stateOf } from './endpoint';

/** Receivers: all of them, or those of one customer. */
export function EndpointsTable({ organization }: { organization?: string }) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const { nameOf } = useOrganizations();
  const columns: Column<Endpoint>[] = [
    {
      id: 'url',
      header: t('endpoint.url'),
      cell: ({ id, url }) => (
        <AppLink to={`/endpoints/${id}`}>
          <bdi>{url}</bdi>
        </AppLink>
      ),
    },
    {
      id: 'description',
      header: t('endpoint.description'),
      cell: ({ description }) => <bdi>{description || '–'}</bdi>,
    },
    {
      id: 'scope',
      header: t('endpoint.scope'),
      cell: ({ organization_id }) =>
        organization_id === null ? (
          <StateBadge tone="warn">{t('endpoint.everyOrganization')}</StateBadge>
        ) : (
          <bdi>{nameOf(organization_id)}</bdi>
        ),
    },
    {
      id: 'state',
      header: t('state'),
      cell: (endpoint) => {
        const state = stateOf(endpoint);
        return <StateBadge tone={STATE_TONES[state]}>{t(`endpoint.states.${state}`)}</StateBadge>;
      },
    },
    { id: 'created', header: t('created'), cell: ({ created_at }) => <TimeText at={created_at} /> },
  ];
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<EndpointList>(
      '/webhook_endpoints',
      { ...query, organization_id: organization },
      signal,
    );
    return pageOf(answer, answer.endpoints);
  };
  return (
    <DataTable
      label={t('endpoint.table')}
      columns={columns}
      rowKey={({ id }) => id}
      queryKey={['endpoints', 'table', organization ?? '']}
      load={load}
      every={5_000}
      empty={
        <Empty title={t('endpoint.none')}>
          <p>{t('endpoint.noneText')}</p>
        </Empty>
      }
    />
  );
}
