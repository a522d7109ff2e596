import { useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { useApi } from '../../api/api-context';
import { pageOf } from '../../api/page-of';
import { PageTitle } from '../../app/page-title';
import { PROVIDERS } from '../../directory/providers';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { useDirectoryColumns } from './directory-columns';
import { DIRECTORY_HEALTH, type DirectoryListAnswer } from './directory-list';

/** The directories of all customers. */
export function DirectoriesPage() {
  const t = useTranslations('dashboard');
  const api = useApi();
  const columns = useDirectoryColumns({ organizations: true });
  const load = async ({ search, ...query }: Query, signal: AbortSignal) => {
    const answer = await api.get<DirectoryListAnswer>('/directories', { ...query, query: search }, signal);
    return pageOf(answer, answer.directories);
  };
  return (
    <div className="stack">
      <PageTitle title={t('links.directories')} />
      <DataTable
        label={t('links.directories')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={['directories']}
        load={load}
        every={10_000}
        filters={[
          { name: 'search', label: t('directories.search'), kind: 'search' },
          {
            name: 'health',
            label: t('directories.state'),
            kind: 'choice',
            options: [
              { value: '', label: t('all') },
              ...DIRECTORY_HEALTH.map((value) => ({ value, label: t(`directories.health.${value}`) })),
            ],
          },
          {
            name: 'provider',
            label: t('directories.provider'),
            kind: 'choice',
            options: [
              { value: '', label: t('all') },
              ...PROVIDERS.map(({ directoryProvider, label }) => ({ value: directoryProvider, label })),
            ],
          },
        ]}
        empty={
          <Empty title={t('directories.none')}>
            <p>{t('directories.noneText')}</p>
          </Empty>
        }
      />
    </div>
  );
}
