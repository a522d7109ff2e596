import { useTranslations } from 'use-intl';
import { Problem } from '../api/problem';
import { Notice } from './notice';

/** Why a button did not do what it says; what was typed stays. */
export function ActionError({ error }: { error: unknown }) {
  const t = useTranslations('parts');
  if (error === null || error === undefined) return null;
  const unreachable = error instanceof Problem && error.status === 0;
  return (
    <Notice tone="bad" role="alert">
      <p>{unreachable ? t('unreachable') : error instanceof Error ? error.message : t('broken')}</p>
      {error instanceof Problem && error.requestId !== null && (
        <p className="dimmed">
          <code>{error.requestId}</code>
        </p>
      )}
    </Notice>
  );
}
