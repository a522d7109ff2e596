import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAppPath } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { LiveSwitch } from '../../parts/live-switch';
import { useDirectoryScope } from '../directory-scope';
import { AssignStep } from './assign-step';
import { FindMissingPerson } from './find-missing-person';
import { useUserColumns } from './users-columns';
import { useUserFilters } from './users-filters';
import { loadUsers } from './users-query';

const EVERY_MS = 3_000;

export function UsersPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const columns = useUserColumns();
  const filters = useUserFilters(scope);
  const [live, setLive] = useState(true);
  const selected = useAppPath().slice(scope.page('/users/').length) || undefined;
  return (
    <div className="stack">
      <DataTable
        label={t('users.table')}
        columns={columns}
        rowKey={(user) => user.id}
        queryKey={scope.key('users')}
        load={loadUsers(scope)}
        filters={filters}
        every={live && EVERY_MS}
        selected={selected}
        controls={
          <>
            <LiveSwitch on={live} onChange={setLive} />
            <FindMissingPerson />
          </>
        }
        empty={
          <Empty title={t('users.empty')}>
            <AssignStep />
          </Empty>
        }
      />
      <Outlet />
    </div>
  );
}
