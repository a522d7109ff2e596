import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { AppLink } from '../../app/app-link';
import { Breakable } from '../../parts/breakable';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { LiveSwitch } from '../../parts/live-switch';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { Countdown } from '../countdown';
import { shortType } from '../endpoints/endpoint';
import { useEndpoints } from '../endpoints/use-endpoints';
import { deliveryQuery, useDeliveryFilters } from './deliveries-filters';
import { type Delivery, type DeliveryList, STATE_TONES } from './delivery';

interface Props {
  /** Only those of one endpoint. */
  endpoint?: string;
  /** The page that the details hang below. */
  page: string;
}

/** What was sent, is sent, and waits. */
export function DeliveriesTable({ endpoint, page }: Props) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const filters = useDeliveryFilters(endpoint);
  const { urlOf } = useEndpoints();
  const { delivery: selected } = useParams({ strict: false }) as { delivery?: string };
  const [live, setLive] = useState(true);
  const columns: Column<Delivery>[] = [
    {
      id: 'event',
      header: t('delivery.event'),
      cell: ({ id, event_type }) => (
        <AppLink id={`row-${id}`} to={`${page}/${id}`} keepSearch>
          <Breakable name={shortType(event_type)} />
        </AppLink>
      ),
    },
    { id: 'created', header: t('created'), cell: ({ created_at }) => <TimeText at={created_at} /> },
    ...(endpoint === undefined
      ? [
          {
            id: 'endpoint',
            header: t('endpoint.one'),
            cell: ({ endpoint_id }: Delivery) => <bdi>{urlOf(endpoint_id)}</bdi>,
          },
        ]
      : []),
    {
      id: 'state',
      header: t('state'),
      cell: ({ state }) => <StateBadge tone={STATE_TONES[state]}>{t(`delivery.states.${state}`)}</StateBadge>,
    },
    { id: 'attempts', header: t('delivery.attempts'), end: true, cell: ({ attempts }) => attempts },
    { id: 'last', header: t('delivery.lastStatus'), end: true, cell: ({ last_status }) => last_status ?? '–' },
    {
      id: 'next',
      header: t('delivery.next'),
      cell: ({ next_attempt_at }) => <Countdown at={next_attempt_at} />,
    },
  ];
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<DeliveryList>('/deliveries', deliveryQuery(query, endpoint), signal);
    return pageOf(answer, answer.deliveries);
  };
  return (
    <DataTable
      label={t('delivery.table')}
      columns={columns}
      rowKey={({ id }) => id}
      queryKey={['deliveries', endpoint ?? '']}
      load={load}
      filters={filters}
      every={live && 5_000}
      selected={selected}
      controls={<LiveSwitch on={live} onChange={setLive} />}
      empty={
        <Empty title={t('delivery.none')}>
          <p>{t('delivery.noneText')}</p>
        </Empty>
      }
    />
  );
}
