import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Problem } from '../api/problem';
import { NotFound } from './not-found';

/** Why something could not be shown, in the api's own words, and what one can do now. */
export function ProblemView({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useTranslations('parts');
  if (error instanceof Problem && error.status === 404) return <NotFound />;
  const problem = error instanceof Problem ? error : undefined;
  return (
    <div className="notice" data-tone="bad" role="alert">
      <p>
        <strong>{problem === undefined ? t('broken') : problem.status === 0 ? t('unreachable') : t('refused')}</strong>
      </p>
      {problem !== undefined && problem.status !== 0 && <p>{problem.message}</p>}
      {problem !== undefined && problem.status !== 0 && (
        <p className="dimmed">
          <code>{problem.errorCode}</code>
          {problem.requestId !== null && (
            <>
              {' · '}
              <code>{problem.requestId}</code>
            </>
          )}
        </p>
      )}
      <div className="row">
        {onRetry !== undefined && (
          <Button variant="default" size="sm" onClick={onRetry}>
            {t('tryAgain')}
          </Button>
        )}
        {problem?.requestId != null && (
          <Button
            variant="subtle"
            size="sm"
            onClick={() => void navigator.clipboard.writeText(problem.requestId ?? '')}
          >
            {t('copyRequestId')}
          </Button>
        )}
      </div>
    </div>
  );
}
