import { Button } from '@mantine/core';
import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../api/api-context';
import { Announcements } from '../app/announcements';
import { AppLink } from '../app/app-link';
import { ErrorBoundary } from '../app/error-boundary';
import { IdlePause } from '../app/idle-pause';
import { OfflineBanner } from '../app/offline-banner';
import { SchemeToggle } from '../app/scheme-toggle';
import { Shortcuts } from '../app/shortcuts';
import { SkipLink } from '../app/skip-link';
import { TopBar } from '../app/top-bar';
import { useAppPath } from '../app/use-address';
import { Brand } from './brand';
import { InviteLink } from './invite/invite-link';
import { SessionClock } from './session/session-clock';
import { usePortalSession } from './session/session-context';

/** What stands around every page of the portal. */
export function PortalFrame() {
  const t = useTranslations('portal');
  const api = useApi();
  const { session, branding, organization } = usePortalSession();
  const path = useAppPath();
  const end = async () => {
    await api.delete('/session').catch(() => undefined);
    location.assign('/portal');
  };
  return (
    <>
      <SkipLink />
      <TopBar
        label={t('navigation')}
        brand={<Brand branding={branding} organization={organization.display_name} />}
        actions={
          <>
            {session.return_url !== null && (
              <a className="bar-link" href={session.return_url} rel="noopener noreferrer">
                {t('backTo', { application: branding.application_name || t('theApplication') })}
              </a>
            )}
            <SchemeToggle />
            <Button variant="default" size="sm" onClick={() => void end()}>
              {t('endSession')}
            </Button>
          </>
        }
      >
        <AppLink className="bar-link" to="/">
          {t('directories')}
        </AppLink>
        <AppLink className="bar-link" to="/activity">
          {t('activity.title')}
        </AppLink>
        {session.can_invite && <InviteLink className="bar-link" />}
      </TopBar>
      <OfflineBanner />
      <IdlePause />
      <main id="content" className="content" tabIndex={-1}>
        <ErrorBoundary key={path}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <SessionClock />
      <Shortcuts />
      <Announcements />
    </>
  );
}
