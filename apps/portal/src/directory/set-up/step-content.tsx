import { type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { GuideBefore } from '../guide/guide-before';
import { type GuideValues, InlineText } from '../guide/inline-text';
import { useGuide } from '../guide/use-guide';
import { lazySection } from '../lazy-section';
import { Checks } from '../health/checks';
import { SelfTest } from '../health/self-test';
import { ConfigureSteps } from './configure-steps';
import { type SetUpNotes } from './set-up-notes';
import { type StepId } from './steps';

const Mapping = lazySection(async () => (await import('../mapping/mapping-editor')).MappingEditor);
const FirstSync = lazySection(async () => (await import('./first-sync')).FirstSync);
const Connection = lazySection(async () => (await import('./connection-step')).ConnectionStep);
const Upload = lazySection(async () => (await import('../upload/upload-page')).UploadPage);
const Roles = lazySection(async () => (await import('../roles/group-roles')).GroupRoles);

interface Props {
  step: StepId;
  values: GuideValues;
  notes: SetUpNotes;
  notesReady: boolean;
  onNotes: (notes: SetUpNotes) => void;
}

export function StepContent(props: Props) {
  const t = useTranslations('directory');
  const { step } = props;
  return (
    <>
      <h2>{t(`setUp.steps.${step}`)}</h2>
      {content(props)}
    </>
  );
}

function content({ step, values, notes, notesReady, onNotes }: Props): ReactNode {
  switch (step) {
    case 'credentials':
      return <Before values={values} />;
    case 'configure':
      return <ConfigureSteps values={values} notes={notes} ready={notesReady} onNotes={onNotes} />;
    case 'test':
      return <TestStep values={values} />;
    case 'mapping':
      return <Mapping />;
    case 'roles':
      return <Roles />;
    case 'connection':
      return <Connection />;
    case 'first-sync':
      return <FirstSync />;
    case 'upload':
      return <Upload />;
  }
}

function Before({ values }: { values: GuideValues }) {
  const t = useTranslations('directory');
  const guide = useGuide(useDirectoryScope().provider);
  if (guide === undefined) return <PageLoading lines={4} />;
  return (
    <>
      <p>{t('setUp.credentialsText')}</p>
      <GuideBefore guide={guide} values={values} />
    </>
  );
}

function TestStep({ values }: { values: GuideValues }) {
  const guide = useGuide(useDirectoryScope().provider);
  return (
    <>
      {guide === undefined ? (
        <PageLoading lines={4} />
      ) : (
        <ol className="prose">
          {guide.test.map((pieces, at) => (
            <li key={at}>
              <InlineText pieces={pieces} values={values} />
            </li>
          ))}
        </ol>
      )}
      <Checks every={1_000} />
      <SelfTest />
    </>
  );
}
