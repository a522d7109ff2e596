import { useTranslations } from 'use-intl';
import { JsonView } from '../../parts/json-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type Attempt } from '../endpoints/endpoint';

const TONES = { delivered: 'ok', failed: 'bad', interrupted: 'warn' } as const;

/** Everything that was tried, the newest first. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  const t = useTranslations('webhooks');
  const newestFirst = attempts.toSorted((a, b) => b.number - a.number);
  return (
    <>
      <h3 id="attempts">{t('delivery.attempts')}</h3>
      {newestFirst.length === 0 ? (
        <p className="dimmed">{t('delivery.noAttempt')}</p>
      ) : (
        <ol className="attempts" aria-labelledby="attempts" reversed>
          {newestFirst.map((attempt) => (
            <li key={attempt.number}>
              <div className="row">
                <span>{attempt.number}</span>
                <StateBadge tone={TONES[attempt.outcome]}>
                  {attempt.status ?? t(`delivery.outcomes.${attempt.outcome}`)}
                </StateBadge>
                <span>{t('delivery.duration', { ms: Math.round(attempt.duration_ms) })}</span>
                <span className="dimmed">
                  <TimeText at={attempt.at} exact />
                </span>
              </div>
              {attempt.error !== null && (
                <p>
                  <bdi>{attempt.error}</bdi>
                </p>
              )}
              {(attempt.response_body !== null || attempt.response_headers !== null) && (
                <details>
                  <summary>{t('delivery.answer', { number: attempt.number })}</summary>
                  <div className="stack tight">
                    <JsonView label={t('delivery.answerHeaders')} value={attempt.response_headers} />
                    <JsonView label={t('delivery.answerBody')} value={attempt.response_body} />
                  </div>
                </details>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
