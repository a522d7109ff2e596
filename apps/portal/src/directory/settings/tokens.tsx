import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { Confirm } from '../../parts/confirm';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { useDirectoryScope } from '../directory-scope';
import { type Secret, useSecrets } from '../secrets';
import { RotateToken } from './rotate-token';

const EVERY_MS = 5_000;

/** The tokens that the provider signs in with. */
export function Tokens() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const query = useSecrets(scope, EVERY_MS);
  const [rotating, setRotating] = useState(false);
  const [revoking, setRevoking] = useState<Secret>();
  const revoke = useMutation({
    mutationFn: (secret: Secret) => scope.api.delete(scope.path(`/secrets/${secret.id}`)),
    onSuccess: (_, secret) => {
      announce(t('tokens.revoked', { suffix: secret.secret_suffix }));
      setRevoking(undefined);
      return client.invalidateQueries({ queryKey: scope.key('secrets') });
    },
  });
  const suffix = revoking?.secret_suffix ?? '';
  const live = query.data?.filter(({ status }) => status === 'ACTIVE') ?? [];
  return (
    <section className="card stack" aria-label={t('tokens.title')}>
      <div className="row between">
        <h2>{t('tokens.title')}</h2>
        <Button
          variant="default"
          disabled={scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setRotating(true)}
        >
          {t('tokens.rotate')}
        </Button>
      </div>
      <p className="dimmed">{t('tokens.text')}</p>
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={2} />
        )
      ) : live.length === 0 ? (
        <p>{t('tokens.none')}</p>
      ) : (
        <RowsTable
          label={t('tokens.title')}
          rows={live}
          rowKey={({ id }) => id}
          columns={[
            { id: 'suffix', header: t('tokens.token'), cell: ({ secret_suffix }) => <code>…{secret_suffix}</code> },
            { id: 'created', header: t('user.created'), cell: ({ create_time }) => <TimeText at={create_time} /> },
            {
              id: 'used',
              header: t('tokens.lastUsed'),
              cell: ({ last_used_time }) => <TimeText at={last_used_time} never={t('never')} />,
            },
            {
              id: 'ends',
              header: t('tokens.ends'),
              cell: ({ expire_time }) =>
                expire_time === null ? (
                  t('tokens.noEnd')
                ) : (
                  <StateBadge tone="warn">
                    <TimeText at={expire_time} />
                  </StateBadge>
                ),
            },
            {
              id: 'actions',
              header: t('mapping.actions'),
              end: true,
              cell: (secret) => (
                <Button
                  variant="default"
                  size="xs"
                  disabled={scope.readOnly !== undefined}
                  title={scope.readOnly}
                  aria-label={t('tokens.revoke', { suffix: secret.secret_suffix })}
                  onClick={() => setRevoking(secret)}
                >
                  {t('tokens.revokeShort')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {rotating && <RotateToken onClose={() => setRotating(false)} />}
      <Confirm
        title={t('tokens.revoke', { suffix })}
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
        <p>{t('tokens.revokeText', { provider: scope.provider.label })}</p>
      </Confirm>
    </section>
  );
}
