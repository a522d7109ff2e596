import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { PageTitle } from '../../app/page-title';
import { Empty } from '../../parts/empty';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type Resend } from '../endpoints/endpoint';
import { useEndpoints } from '../endpoints/use-endpoints';
import { isOver, progressOf, STATE_TONES, stateOf } from './resend';

/** What is sent again, or was: replays of deliveries and resyncs of whole directories. */
export function ReplaysPage() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const { endpoints, urlOf, isPending } = useEndpoints();
  const ids = endpoints.map(({ id }) => id);
  const query = useQuery({
    queryKey: ['replays', ids],
    enabled: !isPending,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        ids.map((id) => api.get<{ resends: Resend[] }>(`/webhook_endpoints/${id}/resends`, { page_size: 20 }, signal)),
      );
      return lists.flatMap(({ resends }) => resends).toSorted((a, b) => b.created_at.localeCompare(a.created_at));
    },
    refetchInterval: ({ state }) => (state.data?.some((one) => !isOver(one)) ? 2_000 : 15_000),
  });
  return (
    <div className="stack">
      <PageTitle title={t('replay.table')} />
      <NotUpdated query={query} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading />
        )
      ) : query.data.length === 0 ? (
        <Empty title={t('replay.none')}>
          <p>{t('replay.noneText')}</p>
        </Empty>
      ) : (
        <RowsTable
          label={t('replay.table')}
          rows={query.data}
          rowKey={({ id }) => id}
          columns={[
            {
              id: 'endpoint',
              header: t('endpoint.one'),
              cell: ({ endpoint_id }) => (
                <AppLink to={`/endpoints/${endpoint_id}`}>
                  <bdi>{urlOf(endpoint_id)}</bdi>
                </AppLink>
              ),
            },
            { id: 'kind', header: t('replay.kind'), cell: ({ kind }) => t(`replay.kinds.${kind}`) },
            {
              id: 'state',
              header: t('state'),
              cell: (one) => {
                const state = stateOf(one);
                return <StateBadge tone={STATE_TONES[state]}>{t(`replay.runStates.${state}`)}</StateBadge>;
              },
            },
            {
              id: 'progress',
              header: t('replay.progressShort'),
              cell: (one) => (
                <Progress aria-label={t('replay.progressOf', { id: one.id })} value={progressOf(one)} size="lg" />
              ),
            },
            { id: 'delivered', header: t('stats.delivered'), end: true, cell: ({ delivered }) => delivered },
            { id: 'failed', header: t('stats.failed'), end: true, cell: ({ failed }) => failed },
            { id: 'created', header: t('created'), cell: ({ created_at }) => <TimeText at={created_at} /> },
          ]}
        />
      )}
    </div>
  );
}
