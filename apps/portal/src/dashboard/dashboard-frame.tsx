import { Button } from '@mantine/core';
import { Bars3Icon } from '@heroicons/react/20/solid';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
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
import { useAppPath } from '../app/use-address';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import { type DashboardSession, DashboardSessionContext } from './dashboard-session';
import { JumpBox } from './jump-box';
import { belongsTo, NAVIGATION } from './navigation';

/** What stands around every page of the dashboard. */
export function DashboardFrame() {
  const t = useTranslations('dashboard');
  const tFrame = useTranslations('frame');
  const api = useApi();
  const path = useAppPath();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  // Another page closes the menu.
  const opened = openedAt === path;
  const session = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) =>
      (await api.get<{ session: DashboardSession }>('/sessions/current', undefined, signal)).session,
    refetchInterval: 60_000,
  });
  const signOut = async () => {
    await api.delete('/sessions/current').catch(() => undefined);
    location.assign('/dashboard/sign-in');
  };
  return (
    <>
      <SkipLink />
      <header className="top-bar dash-bar" data-opened={opened}>
        <Button
          className="menu-button"
          variant="default"
          size="sm"
          aria-expanded={opened}
          aria-controls="dash-links"
          leftSection={<Bars3Icon width={18} />}
          onClick={() => setOpenedAt(opened ? null : path)}
        >
          {tFrame('menu')}
        </Button>
        <div className="brand">
          <img src="/favicon.svg" alt="" height={28} width={28} />
          <span>Rollcall</span>
        </div>
        <JumpBox />
        <div className="row dash-actions">
          {session.data && <bdi className="dimmed dash-key">{session.data.key_name}</bdi>}
          <SchemeToggle />
          <Button variant="default" size="sm" onClick={() => void signOut()}>
            {t('signOut')}
          </Button>
        </div>
      </header>
      <OfflineBanner />
      <IdlePause />
      <div className="dash">
        <nav id="dash-links" className="dash-nav" aria-label={t('navigation')} data-opened={opened}>
          {NAVIGATION.map(({ to, label }) => (
            <AppLink key={to} className="bar-link" data-within={belongsTo(path, to)} to={to}>
              {t(`links.${label}`)}
            </AppLink>
          ))}
        </nav>
        <main id="content" className="content dash-content" tabIndex={-1}>
          {session.data === undefined ? (
            session.isError ? (
              <ProblemView error={session.error} onRetry={() => void session.refetch()} />
            ) : (
              <PageLoading />
            )
          ) : (
            <DashboardSessionContext value={session.data}>
              <ErrorBoundary key={path}>
                <Outlet />
              </ErrorBoundary>
            </DashboardSessionContext>
          )}
        </main>
      </div>
      <Shortcuts />
      <Announcements />
    </>
  );
}
