import { useFormatter, useTranslations } from 'use-intl';
import { Notice } from './notice';

interface Props {
  query: { isError: boolean; data: unknown; dataUpdatedAt: number };
}

/** What is shown is old: the last attempt to read it again failed. It goes on by itself. */
export function NotUpdated({ query }: Props) {
  const t = useTranslations('parts');
  const format = useFormatter();
  if (!query.isError || query.data === undefined) return null;
  return (
    <Notice tone="warn" role="status">
      <p>{t('notUpdated', { time: format.dateTime(new Date(query.dataUpdatedAt), { timeStyle: 'medium' }) })}</p>
    </Notice>
  );
}
