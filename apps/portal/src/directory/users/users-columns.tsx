import { useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { type Column } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { nameList } from './name-list';

export function useUserColumns(): Column<User>[] {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  return [
    {
      id: 'user',
      header: t('users.user'),
      cell: (user) => (
        <AppLink id={`row-${user.id}`} to={scope.page(`/users/${user.id}`)} keepSearch>
          <bdi>{user.name || user.preferred_username}</bdi>
        </AppLink>
      ),
    },
    { id: 'email', header: t('users.email'), cell: ({ email }) => <bdi>{email ?? '–'}</bdi> },
    {
      id: 'groups',
      header: t('users.groups'),
      cell: ({ groups }) => <bdi>{nameList(groups.map(({ display_name }) => display_name))}</bdi>,
    },
    {
      id: 'roles',
      header: t('users.roles'),
      cell: ({ roles }) => <bdi>{nameList(roles.map(({ role_name }) => role_name))}</bdi>,
    },
    {
      id: 'status',
      header: t('users.status'),
      cell: ({ active }) => (
        <StateBadge tone={active ? 'ok' : 'idle'}>{active ? t('users.active') : t('users.inactive')}</StateBadge>
      ),
    },
    { id: 'changed', header: t('users.changed'), cell: ({ updated_at }) => <TimeText at={updated_at} /> },
  ];
}
