import { Button } from '@mantine/core';
import { ChevronLeftIcon, ChevronRightIcon } from '@heroicons/react/20/solid';
import { useQueryClient } from '@tanstack/react-query';
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
  const rows = client
    .getQueriesData<PageOf<{ id: string }>>({ queryKey: list, type: 'active' })
    .map(([, answer]) => answer?.rows ?? [])
    .find((ids) => Array.isArray(ids) && ids.some(({ id }) => id === current));
  if (rows === undefined) return null;
  const at = rows.findIndex(({ id }) => id === current);
  const to = (step: number) => rows[at + step]?.id;
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
