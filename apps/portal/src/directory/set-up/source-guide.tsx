import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { GuideBefore } from '../guide/guide-before';
import { type GuideValues } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { ConfigureSteps } from './configure-steps';
import { type SetUpNotes } from './set-up-notes';

interface Props {
  values: GuideValues;
  notes: SetUpNotes;
  ready: boolean;
  onNotes: (notes: SetUpNotes) => void;
}

/** Where the values of a connection come from, beside the form that takes them. */
export function SourceGuide({ values, notes, ready, onNotes }: Props) {
  const t = useTranslations('directory');
  const { provider } = useDirectoryScope();
  const guide = useGuide(provider);
  return (
    <section className="card stack" aria-label={t('setUp.source', { provider: provider.label })}>
      <h2>{t('setUp.source', { provider: provider.label })}</h2>
      {guide === undefined ? (
        <PageLoading lines={8} />
      ) : (
        <>
          <GuideBefore guide={guide} values={values} />
          <ConfigureSteps values={values} notes={notes} ready={ready} onNotes={onNotes} />
        </>
      )}
    </section>
  );
}
