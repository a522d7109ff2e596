import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { violationOf } from '../../api/problem';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { TimeText } from '../../parts/time-text';
import { useErrorFocus } from '../../parts/use-error-focus';
import { type PortalLink } from './organization';

const LIFETIMES = ['1m', '1h', '24h', '7d', '30d'] as const;

/** A link that the customer's IT admin uses up by one click. Its text is known in this dialog alone. */
export function CreatePortalLink({ organization, onClose }: { organization: string; onClose: () => void }) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const [lifetime, setLifetime] = useState<string>('24h');
  const [sendTo, setSendTo] = useState('');
  const recipients = sendTo.split(/[\s,;]+/).filter((address) => address !== '');
  const path = `/organizations/${organization}/portal_links`;
  const changed = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['portal-links', organization] }),
      client.invalidateQueries({ queryKey: ['overview'] }),
    ]);
  const create = useMutation({
    mutationFn: () =>
      api.put<{ link: PortalLink }>(path, {
        expires_in: lifetime,
        ...(recipients.length > 0 && { send_to: recipients }),
      }),
    onSuccess: () => {
      announce(recipients.length > 0 ? t('portalLink.sent') : t('portalLink.created'));
      return changed();
    },
    gcTime: 0,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`${path}/${id}`),
    onSuccess: async () => {
      announce(t('portalLink.revoked'));
      await changed();
      onClose();
    },
  });
  const link = create.data?.link;
  const fields = useErrorFocus<HTMLDivElement>(create.error);
  return (
    <Dialog title={t('portalLink.title')} opened onClose={onClose}>
      <div ref={fields} className="stack">
        {link === undefined ? (
          <>
            <p>{t('portalLink.text')}</p>
            <NativeSelect
              label={t('portalLink.validFor')}
              value={lifetime}
              data={LIFETIMES.map((value) => ({ value, label: t(`portalLink.lifetimes.${value}`) }))}
              onChange={(event) => setLifetime(event.currentTarget.value)}
            />
            <Textarea
              label={t('portalLink.sendTo')}
              description={t('portalLink.sendToText')}
              value={sendTo}
              error={violationOf(create.error, 'send_to')}
              autosize={false}
              rows={2}
              maxLength={2_000}
              spellCheck={false}
              onChange={(event) => setSendTo(event.currentTarget.value)}
            />
            <ActionError error={create.error} beside={['send_to']} />
            <div className="row end">
              <Button variant="default" onClick={onClose}>
                {t('cancel')}
              </Button>
              <Button loading={create.isPending} onClick={() => create.mutate()}>
                {t('portalLink.create')}
              </Button>
            </div>
          </>
        ) : (
          <>
            <CopyField
              label={t('portalLink.title')}
              copyLabel={t('portalLink.copy')}
              description={t('portalLink.once')}
              value={link.location ?? ''}
            />
            <p className="dimmed">
              {t('portalLink.until')} <TimeText at={link.expire_time} exact />
            </p>
            <ActionError error={revoke.error} />
            <div className="row between">
              <Button variant="outline" color="red" loading={revoke.isPending} onClick={() => revoke.mutate(link.id)}>
                {t('portalLink.revoke')}
              </Button>
              <Button onClick={onClose}>{t('done')}</Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
