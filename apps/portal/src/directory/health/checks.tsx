import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { SEEN_CHECKS, type SeenCheck, useChecks } from './checks-query';

const TONES = { waiting: 'idle', seen: 'ok', refused: 'bad' } as const;

/** What the provider has been seen to do: a set-up is right once all of it was seen. */
export function Checks({ every }: { every: number }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const query = useChecks(scope, every);
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const checks = SEEN_CHECKS.map((id) => query.data.seen.find((check) => check.id === id) ?? unseen(id));
  return (
    <section className="stack" aria-label={t('checks.section')}>
      <h3>{t('checks.section')}</h3>
      <ul className="checks" aria-label={t('checks.list')}>
        {checks.map(({ id, state, at, error }) => (
          <li key={id}>
            <span>{t(`checks.${id}`)}</span> <StateBadge tone={TONES[state]}>{t(`checks.${state}`)}</StateBadge>{' '}
            {at !== null && (
              <span className="dimmed">
                <TimeText at={at} />
              </span>
            )}
            {state === 'refused' && error !== null && <p className="dimmed">{error}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const unseen = (id: SeenCheck['id']): SeenCheck => ({ id, state: 'waiting', at: null, request_id: null, error: null });
