import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { type Query } from '../api/api-client';
import { type PageOf } from '../api/page-of';
import { useAddressSearch } from '../app/use-address';
import { Empty } from './empty';
import { type Filter, filterValues, isFiltered } from './filter';
import { FilterBar } from './filter-bar';
import { NotUpdated } from './not-updated';
import { PageLoading } from './page-loading';
import { Pager } from './pager';
import { ProblemView } from './problem-view';
import { type Column, RowsTable } from './rows-table';
import { useNamesPending } from './use-names-pending';

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** What names this list among all others. */
  queryKey: readonly unknown[];
  /** One page, from the filters' values and the page of the address. */
  load: (query: Query & { page_token?: string; page_size: number }, signal: AbortSignal) => Promise<PageOf<Row>>;
  filters?: readonly Filter[];
  /** What stands here while there is nothing at all. */
  empty: ReactNode;
  /** Reads again every so many milliseconds. */
  every?: number | false;
  selected?: string;
  /** More controls beside the filters. */
  controls?: ReactNode;
  /** A line under the filters, made from the page. */
  summary?: (page: PageOf<Row>) => ReactNode;
}

const PAGE_SIZE = 50;

/** A list: its filters in the address, a table, pages, and what stands there when it is empty, loading or refused. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rowKey, queryKey, load, filters = [], every = false } = props;
  const t = useTranslations('parts');
  const [search, change] = useAddressSearch();
  const values = filterValues(filters, search);
  const page = search['page'];
  const namesPending = useNamesPending();
  const query = useQuery({
    queryKey: [...queryKey, values, page ?? ''],
    queryFn: ({ signal }) => load({ ...values, page_token: page, page_size: PAGE_SIZE }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every === false ? false : ({ state }) => (state.fetchFailureCount > 0 ? 30_000 : every),
  });
  return (
    <div className="stack">
      <FilterBar filters={filters} values={values} onChange={change}>
        {props.controls}
      </FilterBar>
      <NotUpdated query={query} />
      {query.data === undefined || namesPending ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={8} />
        )
      ) : (
        <>
          {props.summary?.(query.data)}
          {query.data.rows.length > 0 ? (
            <RowsTable
              label={label}
              columns={columns}
              rows={query.data.rows}
              rowKey={rowKey}
              total={query.data.total}
              selected={props.selected}
            />
          ) : isFiltered(filters, values) || page !== undefined ? (
            <Empty title={t('nothingFound')}>
              <p>{t('nothingFoundText')}</p>
            </Empty>
          ) : (
            props.empty
          )}
          <Pager page={query.data} onTurn={(token) => change({ page: token })} />
        </>
      )}
    </div>
  );
}
