import { Button, NativeSelect } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { PageTitle } from '../../app/page-title';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { NotFound } from '../../parts/not-found';
import { TimeText } from '../../parts/time-text';
import { usePortalSession } from '../session/session-context';

interface Invitation {
  link: { id: string; location: string; expire_time: string };
}

/** A link for the colleague who has the provider's rights. It never opens more than this portal. */
export function InvitePage() {
  const t = useTranslations('portal');
  const api = useApi();
  const { session } = usePortalSession();
  const [expiresIn, setExpiresIn] = useState('24h');
  const create = useMutation({
    mutationFn: () => api.post<Invitation>('/links', { expires_in: expiresIn }),
    onSuccess: () => announce(t('invite.created')),
    gcTime: 0,
  });
  if (!session.can_invite) return <NotFound />;
  const link = create.data?.link;
  return (
    <div className="stack readable">
      <PageTitle title={t('invite.link')} />
      <section className="card stack" aria-label={t('invite.link')}>
        <p>{t('invite.text')}</p>
        <NativeSelect
          label={t('invite.validFor')}
          value={expiresIn}
          data={[
            { value: '1h', label: t('invite.hour') },
            { value: '24h', label: t('invite.day') },
            { value: '7d', label: t('invite.week') },
          ]}
          onChange={(event) => setExpiresIn(event.currentTarget.value)}
        />
        <ActionError error={create.error} />
        <div>
          <Button loading={create.isPending} onClick={() => create.mutate()}>
            {t('invite.create')}
          </Button>
        </div>
        {link !== undefined && (
          <>
            <CopyField
              label={t('invite.url')}
              copyLabel={t('invite.copy')}
              value={link.location}
              description={t('invite.once')}
            />
            <p className="dimmed">
              {t('invite.until')} <TimeText at={link.expire_time} exact />
            </p>
          </>
        )}
      </section>
    </div>
  );
}
