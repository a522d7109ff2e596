import { useTranslations } from 'use-intl';
import { StateBadge } from '../../parts/state-badge';
import { type ConnectionTest } from './connection';

/** One line for each right: what is missing, and where to give it. */
export function TestResults({ test }: { test: ConnectionTest }) {
  const t = useTranslations('directory');
  return (
    <section className="stack" aria-label={t('connection.results')}>
      <ul className="checks" aria-label={t('connection.results')}>
        {test.checks.map(({ name, ok, message, hint }) => (
          <li key={name}>
            <StateBadge tone={ok ? 'ok' : 'bad'}>{ok ? t('selfTest.passed') : t('selfTest.failed')}</StateBadge>{' '}
            {message}
            {hint !== '' && <p className="dimmed">{hint}</p>}
          </li>
        ))}
      </ul>
      {test.ok && test.counts.users !== null && (
        <p>
          {t('userCount', { count: test.counts.users })}
          {test.counts.groups !== null && <> · {t('groupCount', { count: test.counts.groups })}</>}
        </p>
      )}
    </section>
  );
}
