import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../api/api-context';
import { Announcements } from '../app/announcements';
import { AppLink } from '../app/app-link';
import { ErrorBoundary } from '../app/error-boundary';
import { OfflineBanner } from '../app/offline-banner';
import { SchemeToggle } from '../app/scheme-toggle';
import { Shortcuts } from '../app/shortcuts';
import { SkipLink } from '../app/skip-link';
import { TopBar } from '../app/top-bar';
import { useAppPath } from '../app/use-address';
import { PageLoading } from '../parts/page-loading';
import { ProblemView } from '../parts/problem-view';
import { type DashboardSession, DashboardSessionContext } from './dashboard-session';
import { NAVIGATION } from './navigation';

/** What stands around every page of the dashboard. */
export function DashboardFrame() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const path = useAppPath();
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
      <TopBar
        label={t('navigation')}
        brand={
          <div className="brand">
            <img src="/favicon.svg" alt="" height={28} />
            <span>Rollcall</span>
          </div>
        }
        actions={
          <>
            {session.data && <bdi className="dimmed">{session.data.key_name}</bdi>}
            <SchemeToggle />
            <Button variant="default" size="sm" onClick={() => void signOut()}>
              {t('signOut')}
            </Button>
          </>
        }
      >
        {NAVIGATION.map(({ to, label }) => (
          <AppLink key={to} className="bar-link" to={to}>
            {t(`links.${label}`)}
          </AppLink>
        ))}
      </TopBar>
      <OfflineBanner />
      <main id="content" className="content" tabIndex={-1}>
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
      <Shortcuts />
      <Announcements />
    </>
  );
}
