import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { Breakable } from '../../parts/breakable';
import { CopyButton } from '../../parts/copy-button';
import { DetailPanel } from '../../parts/detail-panel';
import { Facts } from '../../parts/facts';
import { JsonView } from '../../parts/json-view';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowSteps } from '../../parts/row-steps';
import { RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { STATE_TONES } from '../deliveries/delivery';
import { useEndpoints } from '../endpoints/use-endpoints';
import { type EventAnswer } from './event';

/** One event, its payload, and whom it went to. */
export function EventPanel() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const { urlOf, isPending: namesPending } = useEndpoints();
  const { event: id = '' } = useParams({ strict: false }) as { event?: string };
  const query = useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) => api.get<EventAnswer>(`/events/${id}`, undefined, signal),
    refetchInterval: 5_000,
  });
  const payload = query.data && JSON.stringify(query.data.event, null, 2);
  return (
    <DetailPanel
      label={t('event.details')}
      title={query.data === undefined ? t('delivery.event') : <Breakable name={query.data.event.type} />}
      closeTo="/events"
      rowLink={`row-${id}`}
      actions={
        <>
          <RowSteps list={['events']} current={id} page="/events" />
          <CopyButton label={t('copyPayload')} value={payload ?? ''} disabled={payload === undefined} wide />
        </>
      }
    >
      {query.data === undefined || namesPending ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={4} />
        )
      ) : (
        <>
          <Facts
            facts={[
              [t('event.id'), <code key="id">{id}</code>],
              [t('event.at'), <TimeText key="at" at={query.data.event.occurred_at} exact />],
              [t('event.sequence'), query.data.event.sequence ?? '–'],
            ]}
          />
          <h3>{t('delivery.table')}</h3>
          {query.data.deliveries.length === 0 ? (
            <p className="dimmed">{t('event.noDelivery')}</p>
          ) : (
            <RowsTable
              label={t('delivery.table')}
              rows={query.data.deliveries}
              rowKey={(delivery) => delivery.id}
              columns={[
                {
                  id: 'endpoint',
                  header: t('endpoint.one'),
                  cell: (delivery) => (
                    <AppLink to={`/deliveries/${delivery.id}`}>
                      <bdi>{urlOf(delivery.endpoint_id)}</bdi>
                    </AppLink>
                  ),
                },
                {
                  id: 'state',
                  header: t('state'),
                  cell: ({ state }) => (
                    <StateBadge tone={STATE_TONES[state]}>{t(`delivery.states.${state}`)}</StateBadge>
                  ),
                },
                { id: 'last', header: t('delivery.lastStatus'), cell: ({ last_status }) => last_status ?? '–' },
              ]}
            />
          )}
          <h3>{t('delivery.payload')}</h3>
          <JsonView label={t('delivery.payload')} value={query.data.event} />
        </>
      )}
    </DetailPanel>
  );
}
