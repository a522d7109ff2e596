import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { useGo } from '../../app/use-address';
import { NotFound } from '../../parts/not-found';
import { useDirectoryScope } from '../directory-scope';
import { type GuideValues } from '../guide/inline-text';
import { isPush } from '../providers';
import { newestActive, useSecrets } from '../secrets';
import { CredentialsCard } from './credentials-card';
import { SetUpButtons } from './set-up-buttons';
import { useSetUpNotes } from './set-up-notes';
import { SetUpStatus } from './set-up-status';
import { SourceGuide } from './source-guide';
import { StepContent } from './step-content';
import { StepList } from './step-list';
import { type StepId, stepsOf } from './steps';
import { useFinish } from './use-finish';

/** One step of connecting a provider, beside the values and the live state that every step needs. */
export function SetUpPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const { step = '' } = useParams({ strict: false }) as { step?: string };
  const go = useGo();
  const finish = useFinish(scope);
  const secrets = useSecrets(scope);
  const { notes, ready, save } = useSetUpNotes(scope);
  // Known from its creation until this page is left, and nowhere else.
  const [token, setToken] = useState<string>();
  const steps = stepsOf(scope);
  const at = steps.indexOf(step as StepId);
  if (at < 0) return <NotFound />;
  const current = steps[at]!;
  const push = isPush(scope.provider);
  // A table needs the width: the values stand under it.
  const beside = push ? (current === 'mapping' ? 'below' : 'values') : current === 'connection' ? 'guide' : undefined;
  const active = newestActive(secrets.data);
  const values: GuideValues = {
    endpoint: scope.directory.directory_endpoint,
    secret: token,
    secretSuffix: active?.secret_suffix,
    directoryId: scope.directory.id,
    organizationId: scope.directory.organization_id,
  };
  const blocked =
    current === 'credentials'
      ? active === undefined && token === undefined
        ? t('setUp.needToken')
        : notes.tokenSaved
          ? undefined
          : t('setUp.needSaved')
      : undefined;
  return (
    <div className="stack">
      <PageTitle key={current} title={t('setUp.title', { provider: scope.provider.label })} />
      <StepList steps={steps} current={current} />
      <div className={beside === 'values' || beside === 'guide' ? 'set-up' : 'stack'} data-beside={beside}>
        <div className="card stack">
          <StepContent step={current} values={values} notes={notes} notesReady={ready} onNotes={save} />
          <SetUpButtons
            blocked={blocked}
            onBack={at === 0 ? undefined : () => go(scope.page(`/setup/${steps[at - 1]}`))}
            onNext={at < steps.length - 1 ? () => go(scope.page(`/setup/${steps[at + 1]}`)) : undefined}
            onFinish={at === steps.length - 1 ? finish : undefined}
          />
        </div>
        {beside === 'guide' && <SourceGuide values={values} notes={notes} ready={ready} onNotes={save} />}
        {push && (
          <div className={beside === 'below' ? 'columns' : 'stack'}>
            <CredentialsCard
              token={token}
              active={active}
              loading={secrets.isPending}
              saved={notes.tokenSaved}
              onToken={setToken}
              onSaved={(tokenSaved) => save({ ...notes, tokenSaved })}
            />
            <SetUpStatus />
          </div>
        )}
      </div>
    </div>
  );
}
