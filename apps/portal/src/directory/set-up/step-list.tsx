import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { useDirectoryScope } from '../directory-scope';
import { type StepId } from './steps';

/** Where one is, and how far it still is. */
export function StepList({ steps, current }: { steps: readonly StepId[]; current: StepId }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  return (
    <ol className="steps" aria-label={t('setUp.stepList')}>
      {steps.map((step, at) => (
        <li key={step} aria-current={step === current ? 'step' : undefined} data-done={at < steps.indexOf(current)}>
          <AppLink to={scope.page(`/setup/${step}`)}>
            <span className="step-number">{at + 1}</span> {t(`setUp.steps.${step}`)}
          </AppLink>
        </li>
      ))}
    </ol>
  );
}
