import { CheckIcon } from '@heroicons/react/20/solid';
import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { StateBadge } from '../../parts/state-badge';
import { type FirstStep } from './overview';
import { StepActions } from './step-actions';

/** From nothing to the first webhook, one button for each step. */
export function FirstSteps({ steps }: { steps: readonly FirstStep[] }) {
  const t = useTranslations('dashboard');
  const done = steps.filter((step) => step.done).length;
  return (
    <section className="card stack" aria-labelledby="first-steps">
      <div className="row between">
        <h2 id="first-steps">{t('firstSteps.title')}</h2>
        <span className="dimmed">{t('firstSteps.done', { done, total: steps.length })}</span>
      </div>
      <ol className="first-steps" aria-labelledby="first-steps">
        {steps.map((step, at) => (
          <li key={step.id}>
            <Mark done={step.done}>{at + 1}</Mark>
            <span className="row">
              <span>{t(`firstSteps.${step.id}`)}</span>
              <StateBadge tone={step.done ? 'ok' : 'idle'}>
                {step.done ? t('firstSteps.isDone') : t('firstSteps.toDo')}
              </StateBadge>
            </span>
            <StepActions step={step} steps={steps} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Mark({ done, children }: { done: boolean; children: ReactNode }) {
  return (
    <span className="step-number" data-done={done} aria-hidden>
      {done ? <CheckIcon width={16} /> : children}
    </span>
  );
}
