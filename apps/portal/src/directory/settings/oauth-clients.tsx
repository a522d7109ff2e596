import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { newIdempotencyKey } from '../idempotency-key';

type OAuthClient = components['schemas']['OAuthClientBody'];
type CreatedOAuthClient = components['schemas']['CreatedOAuthClient'];

/** For consoles that ask for a client id and a secret instead of a token. */
export function OAuthClients() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [key, setKey] = useState(newIdempotencyKey);
  const [revoking, setRevoking] = useState<OAuthClient>();
  const listKey = scope.key('oauth_clients');
  const query = useQuery({
    queryKey: listKey,
    queryFn: async ({ signal }) =>
      (await scope.get<{ oauth_clients: OAuthClient[] }>('/oauth_clients', undefined, signal)).oauth_clients,
  });
  const create = useMutation({
    mutationFn: () =>
      scope.api.post<CreatedOAuthClient>(scope.path('/oauth_clients'), undefined, { idempotencyKey: key }),
    onSuccess: () => {
      setKey(newIdempotencyKey());
      announce(t('oauth.created'));
      return client.invalidateQueries({ queryKey: listKey });
    },
    gcTime: 0,
  });
  const revoke = useMutation({
    mutationFn: ({ client_id }: OAuthClient) => scope.api.delete(scope.path(`/oauth_clients/${client_id}`)),
    onSuccess: () => {
      announce(t('oauth.revoked'));
      setRevoking(undefined);
      return client.invalidateQueries({ queryKey: listKey });
    },
  });
  const live = query.data?.filter(({ status }) => status === 'ACTIVE') ?? [];
  return (
    <section className="card stack" aria-label={t('oauth.title')}>
      <div className="row between">
        <h2>{t('oauth.title')}</h2>
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          {t('oauth.create')}
        </Button>
      </div>
      <p className="dimmed">{t('oauth.text')}</p>
      <ActionError error={create.error} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={1} />
        )
      ) : live.length === 0 ? (
        <p>{t('oauth.none')}</p>
      ) : (
        <RowsTable
          label={t('oauth.title')}
          rows={live}
          rowKey={({ client_id }) => client_id}
          columns={[
            { id: 'id', header: t('oauth.clientId'), cell: ({ client_id }) => <code>{client_id}</code> },
            { id: 'suffix', header: t('oauth.secret'), cell: ({ secret_suffix }) => <code>…{secret_suffix}</code> },
            {
              id: 'used',
              header: t('tokens.lastUsed'),
              cell: ({ last_used_time }) => <TimeText at={last_used_time} never={t('never')} />,
            },
            {
              id: 'actions',
              header: t('mapping.actions'),
              end: true,
              cell: (row) => (
                <Button
                  variant="default"
                  size="xs"
                  disabled={scope.readOnly !== undefined}
                  title={scope.readOnly}
                  aria-label={t('oauth.revoke', { suffix: row.secret_suffix })}
                  onClick={() => setRevoking(row)}
                >
                  {t('tokens.revokeShort')}
                </Button>
              ),
            },
          ]}
        />
      )}
      <Dialog title={t('oauth.create')} opened={create.data !== undefined} onClose={() => create.reset()} insistent>
        {create.data && (
          <div className="stack">
            <p>{t('oauth.onlyHere')}</p>
            <CopyField label={t('oauth.clientId')} copyLabel={t('oauth.copyId')} value={create.data.client_id} />
            <CopyField
              label={t('oauth.secret')}
              copyLabel={t('oauth.copySecret')}
              value={create.data.client_secret ?? ''}
            />
            <CopyField
              label={t('oauth.tokenUrl')}
              copyLabel={t('oauth.copyTokenUrl')}
              value={scope.directory.directory_endpoint.replace('/scim/v2', '/oauth/token')}
            />
            <div className="row end">
              <Button onClick={() => create.reset()}>{t('close')}</Button>
            </div>
          </div>
        )}
      </Dialog>
      <Confirm
        title={t('oauth.revoke', { suffix: revoking?.secret_suffix ?? '' })}
        danger
        opened={revoking !== undefined}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking)}
        onClose={() => setRevoking(undefined)}
      >
        <p>{t('tokens.revokeText', { provider: scope.provider.label })}</p>
      </Confirm>
    </section>
  );
}
