import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { type GuideValues, InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { type SetUpNotes } from './set-up-notes';

interface Props {
  values: GuideValues;
  notes: SetUpNotes;
  ready: boolean;
  onNotes: (notes: SetUpNotes) => void;
}

/** The steps of the provider's guide with the real values in them. */
export function ConfigureSteps({ values, notes, ready, onNotes }: Props) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const guide = useGuide(scope.provider);
  if (guide === undefined || !ready) return <PageLoading lines={8} />;
  const tick = (step: number, done: boolean) =>
    onNotes({ ...notes, ticked: [...notes.ticked.filter((other) => other !== step), ...(done ? [step] : [])] });
  return (
    <>
      <p>{t('setUp.console', { provider: guide.title })}</p>
      <ol className="guide-steps">
        {guide.steps.map((pieces, at) => (
          <li key={at} data-done={notes.ticked.includes(at + 1)}>
            <Checkbox
              aria-label={t('setUp.stepDone', { step: at + 1 })}
              checked={notes.ticked.includes(at + 1)}
              onChange={(event) => tick(at + 1, event.currentTarget.checked)}
            />
            <span className="step-number" aria-hidden>
              {at + 1}
            </span>
            <div>
              <InlineText pieces={pieces} values={values} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
