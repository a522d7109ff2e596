import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { ActionError } from '../../parts/action-error';
import { StateBadge } from '../../parts/state-badge';
import { useDirectoryScope } from '../directory-scope';
import { type ChecksAnswer } from './checks-query';

const TONES = { passed: 'ok', failed: 'bad', skipped: 'idle' } as const;

/** Asks the public address itself, as the provider would: the fault is on our side or on theirs. */
export function SelfTest() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const run = useMutation({ mutationFn: () => scope.api.post<ChecksAnswer>(scope.path('/checks:run')) });
  return (
    <section className="stack" aria-label={t('selfTest.section')}>
      <h3>{t('selfTest.section')}</h3>
      <p className="dimmed">{t('selfTest.text')}</p>
      <div>
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate()}>
          {t('selfTest.run')}
        </Button>
      </div>
      <ActionError error={run.error} />
      {run.data && (
        <ul className="checks" aria-label={t('selfTest.results')}>
          {run.data.self.map(({ id, state, detail }) => (
            <li key={id}>
              <span>{t(`selfTest.${id}`)}</span> <StateBadge tone={TONES[state]}>{t(`selfTest.${state}`)}</StateBadge>
              {detail !== null && detail !== undefined && detail !== '' && <p className="dimmed">{detail}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
