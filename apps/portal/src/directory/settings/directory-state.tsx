import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { directoryEvent } from '../directory-events';
import { useDirectoryScope } from '../directory-scope';
import { usePulse } from '../use-pulse';
import { DeleteDirectory } from './delete-directory';

/** Off, on, and away. */
export function DirectoryState() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const pulse = usePulse(scope, 3_000);
  const enabled = pulse.data?.enabled ?? scope.directory.enabled;
  const [asking, setAsking] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const off = scope.readOnly !== undefined;
  const toggle = useMutation({
    mutationFn: (on: boolean) => scope.api.patch(scope.path(on ? ':enable' : ':disable')),
    onSuccess: (_, on) => {
      announce(on ? t('state.enabled') : t('state.disabled'));
      directoryEvent(on ? 'ORGANIZATION_DIRECTORY_ENABLED' : 'ORGANIZATION_DIRECTORY_DISABLED', {
        ...scope.directory,
        enabled: on,
      });
      setAsking(false);
      return client.invalidateQueries({ queryKey: scope.key() });
    },
  });
  return (
    <section className="card stack" aria-label={t('state.title')}>
      <h2>{t('state.title')}</h2>
      <p className="dimmed">{t('state.text', { provider: scope.provider.label })}</p>
      {!asking && <ActionError error={toggle.error} />}
      <div className="row">
        {enabled ? (
          <Button variant="default" disabled={off} title={scope.readOnly} onClick={() => setAsking(true)}>
            {t('state.disable')}
          </Button>
        ) : (
          <Button disabled={off} title={scope.readOnly} loading={toggle.isPending} onClick={() => toggle.mutate(true)}>
            {t('state.enable')}
          </Button>
        )}
        <Button color="red" variant="outline" disabled={off} title={scope.readOnly} onClick={() => setDeleting(true)}>
          {t('state.delete')}
        </Button>
      </div>
      <Confirm
        title={t('state.disable')}
        opened={asking}
        busy={toggle.isPending}
        error={toggle.error}
        onConfirm={() => toggle.mutate(false)}
        onClose={() => setAsking(false)}
      >
        <p>{t('state.disableText', { provider: scope.provider.label })}</p>
      </Confirm>
      {deleting && <DeleteDirectory onClose={() => setDeleting(false)} />}
    </section>
  );
}
