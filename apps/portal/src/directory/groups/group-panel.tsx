import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { type PageOf, pageOf } from '../../api/page-of';
import { DetailPanel } from '../../parts/detail-panel';
import { PageLoading } from '../../parts/page-loading';
import { Pager } from '../../parts/pager';
import { ProblemView } from '../../parts/problem-view';
import { RowSteps } from '../../parts/row-steps';
import { RowsTable } from '../../parts/rows-table';
import { type Group, type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { useUserColumns } from '../users/users-columns';

type Members = components['schemas']['UserListAnswer'];

/** A group and who is in it. */
export function GroupPanel() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const { group: id = '' } = useParams({ strict: false }) as { group?: string };
  const [token, setToken] = useState('');
  const columns = useUserColumns().filter((column) => ['user', 'email', 'status'].includes(column.id));
  const group = useQuery({
    queryKey: scope.key('group', id),
    queryFn: async ({ signal }) => (await scope.get<{ group: Group }>(`/groups/${id}`, undefined, signal)).group,
  });
  const members = useQuery({
    queryKey: scope.key('members', id, token),
    queryFn: async ({ signal }): Promise<PageOf<User>> => {
      const answer = await scope.get<Members>(`/groups/${id}/users`, { page_token: token, page_size: 50 }, signal);
      return pageOf(answer, answer.users);
    },
  });
  const failed = group.error ?? members.error;
  return (
    <DetailPanel
      label={t('groups.details')}
      title={<bdi>{group.data?.display_name ?? t('groups.details')}</bdi>}
      closeTo={scope.page('/groups')}
      rowLink={`row-${id}`}
      actions={<RowSteps list={scope.key('groups')} current={id} page={scope.page('/groups')} />}
    >
      {members.data === undefined ? (
        failed !== null ? (
          <ProblemView error={failed} onRetry={() => void members.refetch()} />
        ) : (
          <PageLoading lines={3} />
        )
      ) : members.data.rows.length === 0 ? (
        <p className="dimmed">{t('groups.noMembers')}</p>
      ) : (
        <>
          <RowsTable
            label={t('groups.membersTable')}
            columns={columns}
            rows={members.data.rows}
            rowKey={({ id: user }) => user}
            total={members.data.total}
          />
          <Pager page={members.data} onTurn={setToken} />
        </>
      )}
    </DetailPanel>
  );
}
