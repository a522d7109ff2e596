import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useAppPath } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { LiveSwitch } from '../../parts/live-switch';
import { Notice } from '../../parts/notice';
import { useDirectoryScope } from '../directory-scope';
import { useRequestColumns } from './requests-columns';
import { useRequestFilters } from './requests-filters';
import { loadRequests, type RequestPage } from './requests-query';

const EVERY_MS = 2_000;

/** Everything that the provider asked, refusals included. */
export function RequestsPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const columns = useRequestColumns();
  const filters = useRequestFilters();
  const [live, setLive] = useState(true);
  const selected = useAppPath().slice(scope.page('/requests/').length) || undefined;
  return (
    <div className="stack">
      <DataTable
        label={t('requests.table')}
        columns={columns}
        rowKey={({ id }) => id}
        queryKey={scope.key('requests')}
        load={loadRequests(scope)}
        filters={filters}
        every={live && EVERY_MS}
        selected={selected}
        controls={<LiveSwitch on={live} onChange={setLive} />}
        summary={(page) => {
          const { dropped } = page as RequestPage;
          return dropped > 0 ? (
            <Notice tone="warn">
              <p>{t('requests.dropped', { count: dropped })}</p>
            </Notice>
          ) : null;
        }}
        empty={
          <Empty title={t('requests.empty')}>
            <p>{t('requests.emptyText', { provider: scope.provider.label })}</p>
          </Empty>
        }
      />
      <Outlet />
    </div>
  );
}
