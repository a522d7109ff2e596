import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useGo } from '../../app/use-address';
import { AddEndpoint } from '../endpoints/add-endpoint';
import { CreateOrganization } from '../organizations/create-organization';
import { OpenPortal } from '../organizations/open-portal';
import { ScopedButton } from '../scoped-button';
import { SimulateProvider } from '../simulator/simulate-provider';
import { type FirstStep } from './overview';
import { WatchInbox } from './watch-inbox';

/** The buttons of one step. The next step to do has the strong one. */
export function StepActions({ step, steps }: { step: FirstStep; steps: readonly FirstStep[] }) {
  const t = useTranslations('dashboard');
  const go = useGo();
  const [opened, setOpened] = useState(false);
  const organization = steps.find(({ id }) => id === 'organization')?.object_id ?? undefined;
  const needsOrganization = organization === undefined ? t('firstSteps.organizationFirst') : undefined;
  const next = steps.find(({ done }) => !done)?.id === step.id;
  const variant = next ? 'filled' : 'default';
  const open = () => setOpened(true);
  const close = () => setOpened(false);
  return (
    <div className="row end">
      {step.id === 'organization' && (
        <>
          <ScopedButton size="sm" variant={variant} onClick={open}>
            {t('createOrganization.title')}
          </ScopedButton>
          {opened && <CreateOrganization onClose={close} />}
        </>
      )}
      {step.id === 'endpoint' && (
        <>
          <ScopedButton size="sm" variant={variant} onClick={open}>
            {t('firstSteps.addEndpoint')}
          </ScopedButton>
          {opened && <AddEndpoint onClose={close} />}
        </>
      )}
      {step.id === 'portal' && <OpenPortal organization={organization} variant={variant} reason={needsOrganization} />}
      {step.id === 'directory' && (
        <>
          <ScopedButton
            size="sm"
            variant="default"
            reason={needsOrganization}
            onClick={() => go(`/organizations/${organization}/connect`)}
          >
            {t('connect.button')}
          </ScopedButton>
          <ScopedButton size="sm" variant={variant} reason={needsOrganization} onClick={open}>
            {t('simulate.title')}
          </ScopedButton>
          {opened && organization !== undefined && <SimulateProvider organization={organization} onClose={close} />}
        </>
      )}
      {step.id === 'webhook' && <WatchInbox variant={variant} />}
    </div>
  );
}
