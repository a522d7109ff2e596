import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';

/** Both secrets sign until the overlap ends, so that a receiver can change over without losing anything. */
export function RotateSecret({ endpoint, onClose }: { endpoint: string; onClose: () => void }) {
  const t = useTranslations('webhooks');
  const tDashboard = useTranslations('dashboard');
  const api = useApi();
  const [overlap, setOverlap] = useState('24h');
  const [key] = useState(newIdempotencyKey);
  const rotate = useMutation({
    mutationFn: () =>
      api.post<{ secret: string }>(
        `/webhook_endpoints/${endpoint}/secret:rotate`,
        { overlap },
        { idempotencyKey: key },
      ),
    onSuccess: () => announce(t('secret.rotated')),
    gcTime: 0,
  });
  const secret = rotate.data?.secret;
  return (
    <Dialog title={t('secret.rotate')} opened onClose={onClose} insistent={secret !== undefined}>
      <div className="stack">
        {secret === undefined ? (
          <>
            <NativeSelect
              label={t('secret.keepFor')}
              description={t('secret.keepForText')}
              value={overlap}
              data={(['0', '1h', '24h', '7d'] as const).map((value) => ({ value, label: t(`overlaps.${value}`) }))}
              onChange={(event) => setOverlap(event.currentTarget.value)}
            />
            <ActionError error={rotate.error} />
            <div className="row end">
              <Button variant="default" onClick={onClose}>
                {tDashboard('cancel')}
              </Button>
              <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
                {t('secret.rotate')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <p>{t('secret.giveToReceiver')}</p>
            <CopyField label={t('secret.title')} copyLabel={t('secret.copy')} value={secret} />
            <div className="row end">
              <Button onClick={onClose}>{tDashboard('done')}</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
