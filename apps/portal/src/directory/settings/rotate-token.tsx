import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { useDirectoryScope } from '../directory-scope';
import { newIdempotencyKey } from '../idempotency-key';
import { type CreatedSecret } from '../secrets';
import { downloadCredentials } from '../set-up/download-credentials';

/** A new token beside the old ones, which still work for a while. The new one is known in this dialog alone. */
export function RotateToken({ onClose }: { onClose: () => void }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [overlap, setOverlap] = useState('24h');
  const [key] = useState(newIdempotencyKey);
  const rotate = useMutation({
    mutationFn: () =>
      scope.api.post<CreatedSecret>(scope.path('/secrets:regenerate'), undefined, {
        query: { overlap },
        idempotencyKey: key,
      }),
    onSuccess: () => {
      announce(t('tokens.rotated'));
      return client.invalidateQueries({ queryKey: scope.key('secrets') });
    },
    gcTime: 0,
  });
  const token = rotate.data?.plain_secret;
  return (
    <Dialog title={t('tokens.rotate')} opened onClose={onClose} insistent={token !== undefined}>
      <div className="stack">
        {token === undefined ? (
          <>
            <NativeSelect
              label={t('tokens.keepFor')}
              description={t('tokens.keepForText')}
              value={overlap}
              data={[
                { value: '0', label: '0' },
                { value: '1h', label: t('requests.hour') },
                { value: '24h', label: t('requests.day') },
                { value: '7d', label: t('requests.week') },
              ]}
              onChange={(event) => setOverlap(event.currentTarget.value)}
            />
            <ActionError error={rotate.error} />
            <div className="row end">
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
              <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
                {t('tokens.create')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <p>{t('tokens.onlyHere', { provider: scope.provider.label })}</p>
            <CopyField label={t('credentials.token')} copyLabel={t('credentials.copyToken')} value={token} />
            <div className="row between">
              <Button
                variant="default"
                onClick={() => downloadCredentials(scope.provider.label, scope.directory.directory_endpoint, token)}
              >
                {t('credentials.download')}
              </Button>
              <Button onClick={onClose}>{t('close')}</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
