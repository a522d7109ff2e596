import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { PageLoading } from '../../parts/page-loading';
import { useDirectoryScope } from '../directory-scope';
import { newIdempotencyKey } from '../idempotency-key';
import { type CreatedSecret, type Secret } from '../secrets';
import { downloadCredentials } from './download-credentials';

interface Props {
  /** Shown once: undefined after the page was left. */
  token: string | undefined;
  active: Secret | undefined;
  loading: boolean;
  saved: boolean;
  onToken: (token: string) => void;
  onSaved: (saved: boolean) => void;
}

/** The two values that go into the provider's console, beside every step. */
export function CredentialsCard({ token, active, loading, saved, onToken, onSaved }: Props) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  const endpoint = scope.directory.directory_endpoint;
  const create = useMutation({
    mutationFn: () => scope.api.post<CreatedSecret>(scope.path('/secrets'), undefined, { idempotencyKey: key }),
    onSuccess: ({ plain_secret }) => {
      onToken(plain_secret);
      onSaved(false);
      announce(t('credentials.created'));
      return client.invalidateQueries({ queryKey: scope.key('secrets') });
    },
    // The answer holds the token: nothing of it stays in memory.
    gcTime: 0,
  });
  const shown = token ?? (active === undefined ? '' : undefined);
  return (
    <section className="card stack" aria-label={t('credentials.title')}>
      <h2>{t('credentials.title')}</h2>
      <LeaveGuard unsaved={token !== undefined && !saved} text={t('credentials.leave')} within="/setup/" />
      <CopyField label={t('credentials.endpoint')} copyLabel={t('credentials.copyEndpoint')} value={endpoint} />
      {loading && <PageLoading lines={2} />}
      <CopyField
        label={t('credentials.token')}
        copyLabel={t('credentials.copyToken')}
        value={shown ?? ''}
        masked={shown === undefined ? `•••• •••• ${active?.secret_suffix}` : undefined}
        description={token === undefined ? undefined : t('credentials.once')}
      />
      {token === undefined && active !== undefined && <p className="dimmed">{t('credentials.masked')}</p>}
      <div className="row">
        {token === undefined && active === undefined && (
          <Button
            loading={create.isPending}
            disabled={scope.readOnly !== undefined}
            title={scope.readOnly}
            onClick={() => create.mutate()}
          >
            {t('credentials.create')}
          </Button>
        )}
        {token !== undefined && (
          <Button variant="default" onClick={() => downloadCredentials(scope.provider.label, endpoint, token)}>
            {t('credentials.download')}
          </Button>
        )}
      </div>
      <ActionError error={create.error} />
      {(token !== undefined || active !== undefined) && (
        <Checkbox
          label={t('credentials.saved')}
          checked={saved}
          onChange={(event) => onSaved(event.currentTarget.checked)}
        />
      )}
    </section>
  );
}
