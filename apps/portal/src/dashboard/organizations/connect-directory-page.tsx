import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { useGo } from '../../app/use-address';
import { type Directory } from '../../directory/directory';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { firstStepOf, type Provider, PROVIDERS } from '../../directory/providers';
import { ActionError } from '../../parts/action-error';
import { useMay } from '../dashboard-session';
import { ScopedButton } from '../scoped-button';
import { SimulateProvider } from '../simulator/simulate-provider';

/** A directory of this customer, set up from here; or one that a simulated provider fills. */
export function ConnectDirectoryPage() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const go = useGo();
  const client = useQueryClient();
  const mayWrite = useMay('write');
  const { org = '' } = useParams({ strict: false }) as { org?: string };
  const [simulating, setSimulating] = useState(false);
  const [key, setKey] = useState(newIdempotencyKey);
  const connect = useMutation({
    mutationFn: ({ directoryType, directoryProvider }: Provider) =>
      api.post<{ directory: Directory }>(
        `/organizations/${org}/directories`,
        { directory_type: directoryType, directory_provider: directoryProvider },
        { idempotencyKey: key },
      ),
    onSuccess: ({ directory }, provider) => {
      void client.invalidateQueries({ queryKey: ['directories'] });
      go(`/organizations/${org}/directories/${directory.id}/setup/${firstStepOf(provider)}`);
    },
    onSettled: () => setKey(newIdempotencyKey()),
  });
  return (
    <div className="stack">
      <div className="head">
        <PageTitle title={t('connect.button')} />
        <ScopedButton variant="default" onClick={() => setSimulating(true)}>
          {t('simulate.title')}
        </ScopedButton>
      </div>
      <p className="readable dimmed">{t('connect.text')}</p>
      <ActionError error={connect.error} />
      <ul className="cards tiles">
        {PROVIDERS.map((provider) => (
          <li key={provider.label}>
            <Button
              className="tile"
              variant="default"
              fullWidth
              disabled={connect.isPending || !mayWrite}
              title={mayWrite ? undefined : t('needsScope', { scope: 'write' })}
              loading={connect.isPending && connect.variables.label === provider.label}
              onClick={() => connect.mutate(provider)}
            >
              {provider.label}
            </Button>
          </li>
        ))}
      </ul>
      {simulating && <SimulateProvider organization={org} onClose={() => setSimulating(false)} />}
    </div>
  );
}
