import { Tabs } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import { type Query } from '../../api/api-client';
import { pageOf } from '../../api/page-of';
import { useAddressSearch } from '../../app/use-address';
import { DataTable } from '../../parts/data-table';
import { Empty } from '../../parts/empty';
import { type Column } from '../../parts/rows-table';
import { useDirectoryScope } from '../directory-scope';
import { textOf } from '../mapping/mapping-query';
import { nameList } from '../users/name-list';
import {
  CHANGE_KINDS,
  type ChangeKind,
  countsOf,
  firstKind,
  type Sync,
  type SyncChange,
  type SyncChangeList,
} from './sync';

/** Person by person: who would leave, who comes, what changes. */
export function SyncChanges({ sync, label }: { sync: Sync; label?: string }) {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const format = useFormatter();
  const [search, change] = useAddressSearch();
  const counts = countsOf(sync);
  const kind = CHANGE_KINDS.find((known) => known === search['kind']) ?? firstKind(counts);
  const load = async ({ search: query, ...page }: Query, signal: AbortSignal) => {
    const answer = await scope.get<SyncChangeList>(`/syncs/${sync.id}/changes`, { ...page, kind, query }, signal);
    return pageOf(answer, answer.changes);
  };
  return (
    <Tabs value={kind} onChange={(next) => change({ kind: next ?? undefined, page: undefined })} keepMounted={false}>
      <Tabs.List className="tab-list" aria-label={t('syncs.changes')}>
        {CHANGE_KINDS.map((known) => (
          <Tabs.Tab key={known} value={known}>
            {t(`syncs.kinds.${known}`)}
            {counts[known] > 0 && (
              <span className="tab-count" aria-hidden>
                {format.number(counts[known])}
              </span>
            )}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={kind} className="tab-panel">
        <DataTable
          label={label ?? t('syncs.changes')}
          columns={useChangeColumns(kind)}
          rowKey={({ id }) => id}
          queryKey={scope.key('sync-changes', sync.id, kind)}
          load={load}
          filters={[{ name: 'search', label: t('users.search'), kind: 'search' }]}
          empty={<Empty title={t('syncs.noChanges')} />}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

/** The column that explains a change of this kind. Who is new needs no reason. */
const EXPLAINED_BY: Record<ChangeKind, 'changed' | 'why' | undefined> = {
  created: undefined,
  updated: 'changed',
  deactivated: 'why',
  skipped: 'why',
};

function useChangeColumns(kind: ChangeKind): Column<SyncChange>[] {
  const t = useTranslations('directory');
  const columns: Record<'changed' | 'why', Column<SyncChange>> = {
    changed: {
      id: 'changed',
      header: t('syncs.changed'),
      cell: ({ changed }) => (
        <ul className="plain">
          {changed.map(({ field, before, after }) => (
            <li key={field}>
              <code>{field}</code>: <bdi>{textOf(before)}</bdi> → <bdi>{textOf(after)}</bdi>
            </li>
          ))}
        </ul>
      ),
    },
    why: { id: 'why', header: t('held.why'), cell: ({ why }) => <bdi>{why ?? '–'}</bdi> },
  };
  const explained = EXPLAINED_BY[kind];
  return [
    {
      id: 'user',
      header: t('users.user'),
      cell: ({ user }) => <bdi>{user.name || user.user_name || user.email || '–'}</bdi>,
    },
    { id: 'email', header: t('users.email'), cell: ({ user }) => <bdi>{user.email ?? '–'}</bdi> },
    ...(explained === undefined ? [] : [columns[explained]]),
    ...(kind === 'deactivated'
      ? [
          {
            id: 'lost',
            header: t('syncs.groupsLost'),
            cell: ({ groups_lost }: SyncChange) => <bdi>{nameList(groups_lost)}</bdi>,
          },
        ]
      : []),
  ];
}
