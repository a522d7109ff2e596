import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { AppLink } from '../../app/app-link';
import { PageTitle } from '../../app/page-title';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { ScopedButton } from '../scoped-button';
import { CreateOrganization } from './create-organization';
import { type Organization, type OrganizationList } from './organization';

/** The customers. */
export function OrganizationsPage() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const [creating, setCreating] = useState(false);
  const columns: Column<Organization>[] = [
    {
      id: 'name',
      header: t('organizations.name'),
      cell: ({ id, display_name }) => (
        <AppLink to={`/organizations/${id}`}>
          <bdi>{display_name}</bdi>
        </AppLink>
      ),
    },
    {
      id: 'external',
      header: t('organizations.externalId'),
      cell: ({ external_id }) => <bdi>{external_id ?? '–'}</bdi>,
    },
    { id: 'id', header: t('organizations.id'), cell: ({ id }) => <code>{id}</code> },
    { id: 'created', header: t('organizations.created'), cell: ({ create_time }) => <TimeText at={create_time} /> },
  ];
  const load = async ({ search, ...page }: Query, signal: AbortSignal) => {
    const answer = search
      ? await api.get<OrganizationList>('/organizations:search', { ...page, query: search }, signal)
      : await api.get<OrganizationList>('/organizations', page, signal);
    return pageOf(answer, answer.organizations);
  };
  return (
    <div className="stack">
      <div className="head">
        <PageTitle title={t('links.organizations')} />
        <ScopedButton onClick={() => setCreating(true)}>{t('createOrganization.title')}</ScopedButton>
      </div>
      <DataTable
        label={t('links.organizations')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['organizations']}
        load={load}
        filters={[{ name: 'search', label: t('organizations.search'), kind: 'search' }]}
        every={15_000}
        empty={
          <Empty title={t('organizations.empty')}>
            <p>{t('organizations.emptyText')}</p>
          </Empty>
        }
      />
      {creating && <CreateOrganization onClose={() => setCreating(false)} />}
    </div>
  );
}
