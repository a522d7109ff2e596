import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { AppLink } from '../../app/app-link';
import { useAppPath } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { LiveSwitch } from '../../parts/live-switch';
import { type Column } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { type Group } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { useRuleGroups } from '../roles/use-group-rules';
import { loadGroups } from './groups-query';
import { PushGroupsStep } from './push-groups-step';

const EVERY_MS = 3_000;

export function GroupsPage() {
  const t = useTranslations('directory');
  const format = useFormatter();
  const scope = useDirectoryScope();
  const [live, setLive] = useState(true);
  const ruled = useRuleGroups(scope);
  const selected = useAppPath().slice(scope.page('/groups/').length) || undefined;
  const columns: Column<Group>[] = [
    {
      id: 'group',
      header: t('groups.group'),
      cell: ({ id, display_name }) => (
        <AppLink id={`row-${id}`} to={scope.page(`/groups/${id}`)} keepSearch>
          <bdi>{display_name}</bdi>
        </AppLink>
      ),
    },
    {
      id: 'source',
      header: t('groups.source'),
      cell: ({ id }) => (ruled.has(id) ? t('groups.rule') : scope.provider.label),
    },
    { id: 'members', header: t('groups.members'), end: true, cell: ({ total_users }) => format.number(total_users) },
    { id: 'changed', header: t('users.changed'), cell: ({ updated_at }) => <TimeText at={updated_at} /> },
  ];
  return (
    <div className="stack">
      <DataTable
        label={t('groups.table')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={scope.key('groups')}
        load={loadGroups(scope)}
        filters={[{ name: 'search', label: t('groups.search'), kind: 'search' }]}
        every={live && EVERY_MS}
        selected={selected}
        controls={<LiveSwitch on={live} onChange={setLive} />}
        empty={
          <Empty title={t('groups.empty')}>
            <PushGroupsStep />
          </Empty>
        }
      />
      <Outlet />
    </div>
  );
}
