import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { PageTitle } from '../../app/page-title';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';

type Organization = components['schemas']['OrganizationBody'];
type OrganizationList = components['schemas']['OrganizationList'];

/** The customers. */
export function OrganizationsPage() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const columns: Column<Organization>[] = [
    { id: 'name', header: t('organizations.name'), cell: ({ display_name }) => <bdi>{display_name}</bdi> },
    { id: 'id', header: t('organizations.id'), cell: ({ id }) => <code>{id}</code> },
    { id: 'created', header: t('organizations.created'), cell: ({ create_time }) => <TimeText at={create_time} /> },
  ];
  const load = async (query: Query, signal: AbortSignal) => {
    const answer = await api.get<OrganizationList>('/organizations', query, signal);
    return pageOf(answer, answer.organizations);
  };
  return (
    <div className="stack">
      <PageTitle title={t('links.organizations')} />
      <DataTable
        label={t('links.organizations')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['organizations']}
        load={load}
        empty={
          <Empty title={t('organizations.empty')}>
            <p>{t('organizations.emptyText')}</p>
          </Empty>
        }
      />
    </div>
  );
}
