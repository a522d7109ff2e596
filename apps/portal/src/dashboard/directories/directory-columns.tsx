import { useFormatter, useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { directoryName } from '../../directory/directory-name';
import { providerOf } from '../../directory/providers';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type ListedDirectory, listedState, TONES } from './directory-list';

/** @param organizations whether the list is over all of them */
export function useDirectoryColumns({ organizations }: { organizations: boolean }): Column<ListedDirectory>[] {
  const t = useTranslations('dashboard');
  const format = useFormatter();
  return [
    {
      id: 'name',
      header: t('directories.name'),
      cell: (directory) => (
        <AppLink to={`/organizations/${directory.organization_id}/directories/${directory.id}`}>
          <bdi>{directoryName(directory)}</bdi>
        </AppLink>
      ),
    },
    ...(organizations
      ? [
          {
            id: 'organization',
            header: t('directories.organization'),
            cell: ({ organization_id, organization_name }: ListedDirectory) => (
              <AppLink to={`/organizations/${organization_id}`}>
                <bdi>{organization_name || organization_id}</bdi>
              </AppLink>
            ),
          },
        ]
      : []),
    { id: 'provider', header: t('directories.provider'), cell: (directory) => providerOf(directory).label },
    {
      id: 'state',
      header: t('directories.state'),
      cell: (directory) => {
        const state = listedState(directory);
        return <StateBadge tone={TONES[state]}>{t(`directories.health.${state}`)}</StateBadge>;
      },
    },
    {
      id: 'users',
      header: t('directories.users'),
      end: true,
      cell: ({ total_users }) => format.number(total_users),
    },
    {
      id: 'groups',
      header: t('directories.groups'),
      end: true,
      cell: ({ total_groups }) => format.number(total_groups),
    },
    {
      id: 'change',
      header: t('directories.lastChange'),
      cell: ({ last_synced_at }) => <TimeText at={last_synced_at} />,
    },
  ];
}
