import { useTranslations } from 'use-intl';
import { Problem, violationOf } from '../api/problem';
import { Notice } from './notice';

interface Props {
  error: unknown;
  /** Fields that show what is wrong with them: said once is enough. */
  beside?: readonly string[];
}

/** Why a button did not do what it says; what was typed stays. */
export function ActionError({ error, beside = [] }: Props) {
  const t = useTranslations('parts');
  if (error === null || error === undefined) return null;
  if (error instanceof Problem && error.violations.length > 0) {
    const placed = new Set(beside.map((field) => violationOf(error, field)));
    if (error.violations.every(({ description }) => placed.has(description))) return null;
  }
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
