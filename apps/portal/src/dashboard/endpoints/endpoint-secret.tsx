import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { ScopedButton } from '../scoped-button';
import { useEndpoint } from './endpoint-context';
import { RotateSecret } from './rotate-secret';

const HIDDEN = '•'.repeat(24);

/** The secret is asked for by a click, because each reading is in the audit log; leaving the tab forgets it. */
export function EndpointSecret() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const { id } = useEndpoint();
  const [rotating, setRotating] = useState(false);
  const show = useMutation({
    mutationFn: () => api.get<{ secret: string }>(`/webhook_endpoints/${id}/secret`),
    gcTime: 0,
  });
  const secret = show.data?.secret;
  return (
    <section className="card stack readable" aria-label={t('secret.title')}>
      <p>{t('secret.text')}</p>
      <CopyField
        label={t('secret.title')}
        copyLabel={t('secret.copy')}
        value={secret ?? ''}
        masked={secret === undefined ? HIDDEN : undefined}
      />
      <ActionError error={show.error} />
      <div className="row">
        {secret === undefined ? (
          <ScopedButton variant="default" loading={show.isPending} onClick={() => show.mutate()}>
            {t('secret.show')}
          </ScopedButton>
        ) : (
          <Button variant="default" onClick={() => show.reset()}>
            {t('secret.hide')}
          </Button>
        )}
        <ScopedButton variant="default" onClick={() => setRotating(true)}>
          {t('secret.rotate')}
        </ScopedButton>
      </div>
      {rotating && (
        <RotateSecret
          endpoint={id}
          onClose={() => {
            show.reset();
            setRotating(false);
          }}
        />
      )}
    </section>
  );
}
