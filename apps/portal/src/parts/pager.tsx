import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { type PageOf } from '../api/page-of';

interface Props {
  page: PageOf<unknown>;
  onTurn: (token: string) => void;
}

/** Pages by token: as quick at the end of a million rows as at their start. */
export function Pager({ page, onTurn }: Props) {
  const t = useTranslations('parts');
  if (page.next === '' && page.previous === '') return null;
  return (
    <div className="row pager">
      <Button variant="default" size="sm" disabled={page.previous === ''} onClick={() => onTurn(page.previous)}>
        {t('previousPage')}
      </Button>
      <span className="dimmed">{t('rowsOf', { count: page.rows.length, total: page.total })}</span>
      <Button variant="default" size="sm" disabled={page.next === ''} onClick={() => onTurn(page.next)}>
        {t('nextPage')}
      </Button>
    </div>
  );
}
