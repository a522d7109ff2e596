import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { useMay } from '../dashboard-session';
import { PortalSettings } from '../portal-settings/portal-settings';
import { ScopedButton } from '../scoped-button';
import { type PortalLink } from './organization';
import { useOrganization } from './organization-context';

/** The links that lead this customer into the portal, and how the portal looks to them. */
export function OrganizationPortal() {
  const t = useTranslations('dashboard');
  const { id } = useOrganization();
  const mayAdmin = useMay('admin');
  return (
    <div className="stack spaced">
      <PortalLinks organization={id} />
      <section className="stack" aria-labelledby="own-settings">
        <h2 id="own-settings">{t('portalLink.settings')}</h2>
        <p className="dimmed">{t('portalLink.settingsText')}</p>
        {mayAdmin ? (
          <PortalSettings path={`/organizations/${id}/portal_settings`} inherits />
        ) : (
          <p>{t('needsScope', { scope: 'admin' })}</p>
        )}
      </section>
    </div>
  );
}

function PortalLinks({ organization }: { organization: string }) {
  const t = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const path = `/organizations/${organization}/portal_links`;
  const query = useQuery({
    queryKey: ['portal-links', organization],
    queryFn: async ({ signal }) => (await api.get<{ links: PortalLink[] }>(path, undefined, signal)).links,
    refetchInterval: 15_000,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => api.delete(`${path}/${id}`),
    onSuccess: () => {
      announce(t('portalLink.revoked'));
      return client.invalidateQueries({ queryKey: ['portal-links', organization] });
    },
  });
  return (
    <section className="stack" aria-labelledby="open-links">
      <h2 id="open-links">{t('portalLink.openLinks')}</h2>
      <ActionError error={revoke.error} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading lines={2} />
        )
      ) : query.data.length === 0 ? (
        <p className="dimmed">{t('portalLink.none')}</p>
      ) : (
        <RowsTable
          label={t('portalLink.openLinks')}
          rows={query.data}
          rowKey={({ id }) => id}
          columns={[
            { id: 'id', header: t('organizations.id'), cell: ({ id }) => <code>{id}</code> },
            {
              id: 'until',
              header: t('portalLink.until'),
              cell: ({ expire_time }) => <TimeText at={expire_time} />,
            },
            {
              id: 'actions',
              header: t('actions'),
              end: true,
              cell: ({ id }) => (
                <ScopedButton
                  size="xs"
                  variant="default"
                  aria-label={t('portalLink.revokeOne', { id })}
                  loading={revoke.isPending && revoke.variables === id}
                  onClick={() => revoke.mutate(id)}
                >
                  {t('portalLink.revokeShort')}
                </ScopedButton>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}
