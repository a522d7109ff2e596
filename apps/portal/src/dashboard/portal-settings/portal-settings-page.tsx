import { useTranslations } from 'use-intl';
import { PageTitle } from '../../app/page-title';
import { NeedsAdmin } from '../needs-admin';
import { PortalSettings } from './portal-settings';

/** How the portal looks, and where it may stand. */
export function PortalSettingsPage() {
  const t = useTranslations('administration');
  return (
    <NeedsAdmin title={t('portal.title')}>
      <div className="stack">
        <PageTitle title={t('portal.title')} />
        <PortalSettings path="/portal_settings" />
      </div>
    </NeedsAdmin>
  );
}
