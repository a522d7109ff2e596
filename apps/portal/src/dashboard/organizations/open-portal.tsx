import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { ActionError } from '../../parts/action-error';
import { CopyField } from '../../parts/copy-field';
import { Dialog } from '../../parts/dialog';
import { ScopedButton } from '../scoped-button';
import { type PortalLink } from './organization';

interface Props {
  organization: string | undefined;
  variant: 'filled' | 'default';
  reason?: string;
}

/** Opens the portal in a new tab, as the customer would see it, by a link of its own. */
export function OpenPortal({ organization, variant, reason }: Props) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: async () => {
      // Only a window that the click itself opens is no pop-up; its address comes once the link is there.
      const tab = window.open('', '_blank');
      try {
        const { link } = await api.put<{ link: PortalLink }>(`/organizations/${organization}/portal_links`, {
          expires_in: '1h',
        });
        if (tab === null) return link.location;
        tab.opener = null;
        tab.location.replace(link.location ?? '/');
        return undefined;
      } catch (error) {
        tab?.close();
        throw error;
      }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['portal-links', organization] }),
    gcTime: 0,
  });
  return (
    <>
      <ScopedButton size="sm" variant={variant} reason={reason} loading={open.isPending} onClick={() => open.mutate()}>
        {t('portalLink.open')}
      </ScopedButton>
      <Dialog
        title={t('portalLink.title')}
        opened={open.data !== undefined || open.isError}
        onClose={() => open.reset()}
      >
        <div className="stack">
          <ActionError error={open.error} />
          {open.data !== undefined && (
            <>
              <p>{t('portalLink.blocked')}</p>
              <CopyField label={t('portalLink.title')} copyLabel={t('portalLink.copy')} value={open.data} />
            </>
          )}
        </div>
      </Dialog>
    </>
  );
}
