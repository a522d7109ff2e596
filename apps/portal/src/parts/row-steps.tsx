import { Button } from '@mantine/core';
import { ChevronLeftIcon, ChevronRightIcon } from '@heroicons/react/20/solid';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { type PageOf } from '../api/page-of';
import { useGo } from '../app/use-address';

interface Props {
  /** The list's key in the query cache. */
  list: readonly unknown[];
  current: string;
  /** The page that the details hang below. */
  page: string;
}

/** From one row of a list to the next without going back; `[` and `]` press these. */
export function RowSteps({ list, current, page }: Props) {
  const t = useTranslations('parts');
  const go = useGo();
  const client = useQueryClient();
  const cache = client.getQueryCache();
  // The list may be read after this is shown: as text, which is the same one until its rows are others.
  const ids = useSyncExternalStore(
    (onChange) => cache.subscribe(onChange),
    () => idsAround(client, list, current),
  );
  if (ids === '') return null;
  const rows = ids.split(' ');
  const at = rows.indexOf(current);
  const to = (step: number) => rows[at + step];
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={t('previousRow')}
        data-previous-row
        disabled={to(-1) === undefined}
        onClick={() => go(`${page}/${to(-1)}`, { keepSearch: true })}
      >
        <ChevronLeftIcon width={18} />
      </Button>
      <Button
        variant="default"
        size="sm"
        aria-label={t('nextRow')}
        data-next-row
        disabled={to(1) === undefined}
        onClick={() => go(`${page}/${to(1)}`, { keepSearch: true })}
      >
        <ChevronRightIcon width={18} />
      </Button>
    </>
  );
}

/** The ids of the page that has the current one among its rows, in order; empty while none has. */
function idsAround(client: QueryClient, list: readonly unknown[], current: string): string {
  const pages = client.getQueriesData<PageOf<{ id: string }>>({ queryKey: list, type: 'active' });
  const ids = pages
    .map(([, answer]) => (Array.isArray(answer?.rows) ? answer.rows.map(({ id }) => id) : []))
    .find((found) => found.includes(current));
  return ids?.join(' ') ?? '';
}
