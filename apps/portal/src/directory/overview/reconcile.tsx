import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { Confirm } from '../../parts/confirm';
import { CopyField } from '../../parts/copy-field';
import { useDirectoryScope } from '../directory-scope';

type Schemas = components['schemas'];

const MOST_OFFERED = 100;

/** How an application gets its copy of this directory right again: everything is sent once more, or the application reads all of it. */
export function Reconcile() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const [asking, setAsking] = useState(false);
  const command = `curl -H "authorization: Bearer $ROLLCALL_API_KEY" ${location.origin}/api/v1${scope.path('/snapshot')}`;
  return (
    <section className="card stack" aria-label={t('reconcile.title')}>
      <h2>{t('reconcile.title')}</h2>
      <p className="dimmed">{t('reconcile.text')}</p>
      <div>
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setAsking(true)}
        >
          {t('reconcile.resync')}
        </Button>
      </div>
      <CopyField
        label={t('reconcile.snapshot')}
        copyLabel={t('reconcile.copySnapshot')}
        description={t('reconcile.snapshotText')}
        value={command}
      />
      {asking && <ResendEverything onClose={() => setAsking(false)} />}
    </section>
  );
}

function ResendEverything({ onClose }: { onClose: () => void }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [chosen, setChosen] = useState('');
  const { id, organization_id } = scope.directory;
  const query = useQuery({
    queryKey: ['endpoints', 'offered'],
    queryFn: ({ signal }) =>
      scope.api.get<Schemas['EndpointListAnswer']>('/webhook_endpoints', { page_size: MOST_OFFERED }, signal),
  });
  const endpoints = (query.data?.endpoints ?? []).filter(
    (endpoint) =>
      (endpoint.organization_id ?? organization_id) === organization_id && (endpoint.directory_id ?? id) === id,
  );
  const endpoint = endpoints.find((one) => one.id === chosen) ?? endpoints[0];
  const resync = useMutation({
    mutationFn: () => scope.api.post(scope.path(':resync'), { endpoint_id: endpoint!.id }),
    onSuccess: () => {
      announce(t('reconcile.started'));
      onClose();
      return client.invalidateQueries({ queryKey: ['replays'] });
    },
  });
  return (
    <Confirm
      title={t('reconcile.resync')}
      opened
      busy={resync.isPending}
      disabled={endpoint === undefined}
      error={resync.error ?? query.error}
      onConfirm={() => resync.mutate()}
      onClose={onClose}
    >
      <p>{t('reconcile.resyncText')}</p>
      {query.data !== undefined && endpoints.length === 0 ? (
        <p>{t('reconcile.noEndpoint')}</p>
      ) : (
        <NativeSelect
          label={t('reconcile.endpoint')}
          value={endpoint?.id ?? ''}
          data={endpoints.map((one) => ({ value: one.id, label: one.description || one.url }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <p>
        <AppLink to="/replays">{t('reconcile.progress')}</AppLink>
      </p>
    </Confirm>
  );
}
