import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { useGo } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { useDirectoryColumns } from '../directories/directory-columns';
import { type DirectoryListAnswer } from '../directories/directory-list';
import { ScopedButton } from '../scoped-button';
import { SimulateProvider } from '../simulator/simulate-provider';
import { useOrganization } from './organization-context';

export function OrganizationDirectories() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const go = useGo();
  const { id } = useOrganization();
  const columns = useDirectoryColumns({ organizations: false });
  const [simulating, setSimulating] = useState(false);
  const load = async (query: Query, signal: AbortSignal) => {
    // The list over all customers, for one of them: it has pages, and says how each directory is.
    const answer = await api.get<DirectoryListAnswer>('/directories', { ...query, organization_id: id }, signal);
    return pageOf(answer, answer.directories);
  };
  return (
    <div className="stack">
      <div className="row end">
        <ScopedButton variant="default" onClick={() => setSimulating(true)}>
          {t('simulate.title')}
        </ScopedButton>
        <ScopedButton onClick={() => go(`/organizations/${id}/connect`)}>{t('connect.button')}</ScopedButton>
      </div>
      <DataTable
        label={t('links.directories')}
        columns={columns}
        rowKey={(directory) => directory.id}
        queryKey={['directories', id]}
        load={load}
        every={15_000}
        empty={
          <Empty title={t('directories.noneHere')}>
            <p>{t('directories.noneHereText')}</p>
          </Empty>
        }
      />
      {simulating && <SimulateProvider organization={id} onClose={() => setSimulating(false)} />}
    </div>
  );
}
