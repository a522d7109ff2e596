import { Button } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { useAddressSearch } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Filter, filterValues } from '../../parts/filter';
import { FilterBar } from '../../parts/filter-bar';
import { LiveSwitch } from '../../parts/live-switch';
import { NotUpdated } from '../../parts/not-updated';
import { RowsTable } from '../../parts/rows-table';
import { LIST_OF_TYPES } from '../endpoints/endpoint';
import { useOrganizations } from '../organizations/use-organizations';
import { sinceOf } from '../periods';
import { type EventPage } from './event';
import { useEventColumns } from './events-columns';
import { useTail } from './use-tail';

const MOST_SHOWN = 500;

/** The feed: its past in pages, its present as a tail that runs along. */
export function EventsTable({ organization }: { organization?: string }) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const columns = useEventColumns(organization !== undefined);
  const filters = useEventFilters(organization !== undefined);
  const [search, change] = useAddressSearch();
  const values = filterValues(filters, search);
  const [live, setLive] = useState(false);
  const [paused, setPaused] = useState(false);
  const { event: selected } = useParams({ strict: false }) as { event?: string };
  const ofOrganization = organization ?? values['organization'] ?? '';
  const tail = useTail(live && !paused, { types: values['type'] ?? '', organization_id: ofOrganization });
  const load = async ({ type, period, page_token, page_size }: Query, signal: AbortSignal) => {
    const body = {
      page_size,
      ...(page_token !== undefined && { page_token }),
      ...(type !== '' && { event_types: [type] }),
      ...(ofOrganization !== '' && { organization_id: ofOrganization }),
      start_time: sinceOf(period),
    };
    const answer = await api.post<EventPage>('/events/paginated', body, { signal });
    return pageOf(answer, answer.events);
  };
  const controls = (
    <>
      <LiveSwitch
        on={live}
        onChange={(on) => {
          setLive(on);
          setPaused(false);
        }}
      />
      {live && (
        <Button variant={paused ? 'filled' : 'default'} aria-pressed={paused} onClick={() => setPaused(!paused)}>
          {t('event.pause')}
        </Button>
      )}
    </>
  );
  if (!live) {
    return (
      <DataTable
        label={t('event.table')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['events', ofOrganization]}
        load={load}
        filters={filters}
        every={15_000}
        selected={selected}
        controls={controls}
        empty={
          <Empty title={t('event.none')}>
            <p>{t('event.noneText')}</p>
          </Empty>
        }
      />
    );
  }
  return (
    <div className="stack">
      <FilterBar filters={filters.filter(({ name }) => name !== 'period')} values={values} onChange={change}>
        {controls}
      </FilterBar>
      <NotUpdated query={tail.query} />
      {tail.events.length === 0 ? (
        <Empty title={t('event.waiting')}>
          <p>{t('event.waitingText')}</p>
        </Empty>
      ) : (
        <>
          <p className="dimmed">{t('event.since', { count: tail.events.length })}</p>
          <RowsTable
            label={t('event.table')}
            columns={columns}
            rows={tail.events.slice(0, MOST_SHOWN)}
            rowKey={({ id }) => id}
            total={tail.events.length}
            selected={selected}
          />
        </>
      )}
    </div>
  );
}

function useEventFilters(ofOrganization: boolean): Filter[] {
  const t = useTranslations('webhooks');
  const { choices } = useOrganizations();
  const all = { value: '', label: t('all') };
  return [
    { name: 'type', label: t('eventType'), kind: 'choice', options: [all, ...LIST_OF_TYPES] },
    ...(ofOrganization
      ? []
      : [
          {
            name: 'organization',
            label: t('endpoint.organization'),
            kind: 'choice' as const,
            open: true,
            options: [all, ...choices],
          },
        ]),
    {
      name: 'period',
      label: t('period'),
      kind: 'choice',
      fallback: '7d',
      options: (['1h', '24h', '7d', '90d'] as const).map((value) => ({ value, label: t(`periods.${value}`) })),
    },
  ];
}
