import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { announce } from '../../app/announcements';
import { PageTitle } from '../../app/page-title';
import { Breakable } from '../../parts/breakable';
import { Confirm } from '../../parts/confirm';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { Notice } from '../../parts/notice';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDashboardSession } from '../dashboard-session';
import { NeedsAdmin } from '../needs-admin';
import { ScopedButton } from '../scoped-button';
import { CreateApiKey } from './create-api-key';

type ApiKey = components['schemas']['ApiKeyBody'];
type ApiKeyList = components['schemas']['ApiKeyList'];

const nameOf = ({ name, id }: ApiKey): string => name || id;

export function KeysPage() {
  const t = useTranslations('administration');
  return (
    <NeedsAdmin title={t('keys.title')}>
      <Keys />
    </NeedsAdmin>
  );
}

function Keys() {
  const t = useTranslations('administration');
  const api = useApi();
  const client = useQueryClient();
  const { key_id: own } = useDashboardSession();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKey) => api.delete(`/api_keys/${id}`),
    onSuccess: (_, key) => {
      announce(t('keys.revoked', { name: nameOf(key) }));
      setRevoking(undefined);
      return Promise.all([
        client.invalidateQueries({ queryKey: ['keys'] }),
        client.invalidateQueries({ queryKey: ['session'] }),
      ]);
    },
  });
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<ApiKeyList>('/api_keys', query, signal);
    return pageOf(answer, answer.api_keys);
  };
  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      header: t('keys.name'),
      cell: (key) => (
        <bdi>
          <Breakable name={nameOf(key)} />
        </bdi>
      ),
    },
    { id: 'suffix', header: t('keys.key'), cell: ({ key_suffix }) => <code>…{key_suffix}</code> },
    { id: 'scopes', header: t('keys.scopes'), cell: ({ scopes }) => scopes.join(', ') },
    {
      id: 'status',
      header: t('keys.status'),
      cell: ({ status }) => (
        <StateBadge tone={status === 'ACTIVE' ? 'ok' : 'idle'}>
          {status === 'ACTIVE' ? t('keys.active') : t('keys.inactive')}
        </StateBadge>
      ),
    },
    {
      id: 'used',
      header: t('keys.lastUsed'),
      cell: ({ last_used_time }) => <TimeText at={last_used_time} never={t('keys.never')} />,
    },
    { id: 'ends', header: t('keys.ends'), cell: ({ expire_time }) => <TimeText at={expire_time} /> },
    { id: 'created', header: t('keys.created'), cell: ({ create_time }) => <TimeText at={create_time} /> },
    {
      id: 'actions',
      header: t('actions'),
      end: true,
      cell: (key) =>
        key.status === 'ACTIVE' && (
          <ScopedButton
            needs="admin"
            size="xs"
            variant="default"
            aria-label={t('keys.revoke', { name: nameOf(key) })}
            onClick={() => setRevoking(key)}
          >
            {t('keys.revokeShort')}
          </ScopedButton>
        ),
    },
  ];
  return (
    <div className="stack">
      <div className="head">
        <PageTitle title={t('keys.title')} />
        <ScopedButton needs="admin" onClick={() => setCreating(true)}>
          {t('keys.create')}
        </ScopedButton>
      </div>
      <DataTable
        label={t('keys.title')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['keys']}
        load={load}
        every={15_000}
        empty={<Empty title={t('keys.none')} />}
      />
      {creating && <CreateApiKey onClose={() => setCreating(false)} />}
      <Confirm
        title={t('keys.revoke', { name: revoking === undefined ? '' : nameOf(revoking) })}
        danger
        opened={revoking !== undefined}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoking && revoke.mutate(revoking)}
        onClose={() => {
          revoke.reset();
          setRevoking(undefined);
        }}
      >
        <p>{t('keys.revokeText')}</p>
        {revoking?.id === own && (
          <Notice tone="warn">
            <p>{t('keys.revokeOwn')}</p>
          </Notice>
        )}
      </Confirm>
    </div>
  );
}
