import { Outlet } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { PageTitle } from '../app/page-title';
import { useAppPath } from '../app/use-address';
import { NotFound } from '../parts/not-found';
import { NotUpdated } from '../parts/not-updated';
import { PageLoading } from '../parts/page-loading';
import { RouteTabs } from '../parts/route-tabs';
import { StateBadge } from '../parts/state-badge';
import { directoryName } from './directory-name';
import { useDirectoryScope } from './directory-scope';
import { directoryTabs } from './directory-tabs';
import { directoryHealth } from './health/directory-health';
import { HealthText } from './health/health-text';
import { LastChange } from './health/last-change';
import { usePulse } from './use-pulse';

const EVERY_MS = 3_000;

/** The head and the tabs of every page of a directory. */
export function DirectoryLayout() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const path = useAppPath();
  const pulse = usePulse(scope, EVERY_MS);
  const tabs = directoryTabs(scope).map((tab) => ({
    id: tab.id,
    to: scope.page(tab.path),
    label: t(`tabs.${tab.id}`),
  }));
  const inside = tabs.filter(({ to }) => path === to || path.startsWith(`${to}/`));
  const current = inside.sort((a, b) => b.to.length - a.to.length)[0] ?? tabs[0]!;
  // A page of another kind of directory, or of a section that the link does not open.
  const absent = current.id === 'overview' && ![scope.page(), `${scope.page()}/`, scope.page('/held')].includes(path);
  const name = directoryName(scope.directory);
  const health = pulse.data && directoryHealth(pulse.data);
  return (
    <>
      <div className="directory-head">
        {/* One sync is a page of its own; the panels of other tabs take the focus themselves. */}
        <PageTitle key={current.id === 'syncs' ? path : current.to} title={`${name} · ${current.label}`}>
          <bdi>{name}</bdi>
        </PageTitle>
        <div className="row facts-line">
          {pulse.isPending && <PageLoading lines={1} />}
          {health && pulse.data && (
            <>
              <StateBadge tone={health.tone}>
                <HealthText state={health.state} provider={scope.provider} />
              </StateBadge>
              <span>{t('userCount', { count: pulse.data.total_users })}</span>
              <span>{t('groupCount', { count: pulse.data.total_groups })}</span>
              <span className="dimmed">
                <LastChange at={pulse.data.last_synced_at} />
              </span>
            </>
          )}
        </div>
      </div>
      <NotUpdated query={pulse} />
      <RouteTabs label={t('tabsLabel')} tabs={tabs} current={current.to}>
        {absent ? <NotFound /> : <Outlet />}
      </RouteTabs>
    </>
  );
}
