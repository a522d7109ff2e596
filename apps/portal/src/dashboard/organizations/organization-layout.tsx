import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { PageTitle } from '../../app/page-title';
import { useAppPath } from '../../app/use-address';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RouteTabs } from '../../parts/route-tabs';
import { ScopedButton } from '../scoped-button';
import { CreatePortalLink } from './create-portal-link';
import { type Organization } from './organization';
import { OrganizationContext } from './organization-context';

const TABS = [
  ['directories', ''],
  ['portal', '/portal'],
  ['endpoints', '/endpoints'],
  ['events', '/events'],
  ['mail', '/mail'],
  ['settings', '/settings'],
] as const;

/** The head and the tabs of a customer. */
export function OrganizationLayout() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const path = useAppPath();
  const { org = '' } = useParams({ strict: false }) as { org?: string };
  const [linking, setLinking] = useState(false);
  const query = useQuery({
    queryKey: ['organization', org],
    queryFn: async ({ signal }) =>
      (await api.get<{ organization: Organization }>(`/organizations/${org}`, undefined, signal)).organization,
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const base = `/organizations/${org}`;
  const tabs = TABS.map(([id, rest]) => ({ to: `${base}${rest}`, label: t(`organizationTabs.${id}`) }));
  const current = tabs.find(({ to }) => to !== base && path.startsWith(to)) ?? tabs[0]!;
  const name = query.data.display_name;
  return (
    <OrganizationContext value={query.data}>
      <div className="directory-head head">
        <div>
          <PageTitle key={current.to} title={`${name} · ${current.label}`}>
            <bdi>{name}</bdi>
          </PageTitle>
          <code className="dimmed">{org}</code>
        </div>
        <ScopedButton onClick={() => setLinking(true)}>{t('portalLink.createButton')}</ScopedButton>
      </div>
      <RouteTabs label={t('organizationTabs.label')} tabs={tabs} current={current.to}>
        <Outlet />
      </RouteTabs>
      {linking && <CreatePortalLink organization={org} onClose={() => setLinking(false)} />}
    </OrganizationContext>
  );
}
