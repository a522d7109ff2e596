import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { Empty } from '../../parts/empty';
import { SearchBox } from '../../parts/filter-bar';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { type Directory, type Group } from '../directory';
import { useDirectoryScope } from '../directory-scope';
import { allGroups } from '../groups/groups-query';
import { PushGroupsStep } from '../groups/push-groups-step';
import { type Assignment, newlyPrivileged, useRoles } from './roles';

const SHOWN = 50;

/** Which role the members of a group get. Nobody gets a privileged one by accident. */
export function GroupRoles() {
  const t = useTranslations('directory');
  const format = useFormatter();
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const roles = useRoles(scope);
  const groups = useQuery({ queryKey: scope.key('all-groups'), queryFn: ({ signal }) => allGroups(scope, signal) });
  const directory = useQuery({
    queryKey: scope.key('assignments'),
    queryFn: async ({ signal }) => (await scope.get<{ directory: Directory }>('', undefined, signal)).directory,
  });
  const [draft, setDraft] = useState<ReadonlyMap<string, string>>();
  const [search, setSearch] = useState('');
  // Roles that somebody still has to say yes to.
  const [asked, setAsked] = useState<string[]>([]);
  const save = useMutation({
    mutationFn: (roles: ReadonlyMap<string, string>) =>
      scope.api.put(scope.path('/groups/-/roles:assign'), { assignments: assignmentsOf(roles) }),
    onSuccess: async (_, sent) => {
      announce(t('roles.saved'));
      await client.invalidateQueries({ queryKey: scope.key() });
      // What was changed meanwhile stays.
      setDraft((now) => (now === sent ? undefined : now));
    },
  });
  const failed = roles.error ?? groups.error ?? directory.error;
  if (roles.data === undefined || groups.data === undefined || directory.data === undefined) {
    return failed !== null ? (
      <ProblemView error={failed} onRetry={() => void client.refetchQueries()} />
    ) : (
      <PageLoading />
    );
  }
  if (roles.data.length === 0) {
    return (
      <Empty title={t('roles.none')}>
        <p>{t('roles.noneText')}</p>
      </Empty>
    );
  }
  const stored = new Map(
    (directory.data.role_assignments.assignments as unknown as Assignment[]).map(({ group_id, role_name }) => [
      group_id,
      role_name,
    ]),
  );
  const current = draft ?? stored;
  const wanted = search.toLocaleLowerCase();
  const shown = groups.data.filter(({ display_name }) => display_name.toLocaleLowerCase().includes(wanted));
  const byDefault = roles.data.find((role) => role.default);
  const send = () => save.mutate(current);
  const begin = () => {
    const privileged = newlyPrivileged(stored, current, roles.data).map(({ name }) => name);
    if (privileged.length === 0) send();
    else setAsked(privileged);
  };
  const confirm = () => {
    const [, ...rest] = asked;
    setAsked(rest);
    if (rest.length === 0) send();
  };
  const asking = roles.data.find(({ name }) => name === asked[0]);
  const role = asking?.display_name || asking?.name || '';
  const choose = (group: Group, name: string) => setDraft(new Map(current).set(group.id, name));
  return (
    <section className="stack" aria-label={t('roles.section')}>
      <LeaveGuard unsaved={draft !== undefined} text={t('roles.leave')} />
      <h2>{t('roles.section')}</h2>
      <p className="dimmed">
        {byDefault === undefined
          ? t('roles.noDefault')
          : t('roles.everybodyElse', { role: byDefault.display_name || byDefault.name })}
      </p>
      {groups.data.length === 0 ? (
        <Empty title={t('groups.empty')}>
          <PushGroupsStep />
        </Empty>
      ) : (
        <>
          {groups.data.length > SHOWN && <SearchBox label={t('groups.search')} value={search} onChange={setSearch} />}
          <RowsTable
            label={t('roles.table')}
            rows={shown.slice(0, SHOWN)}
            rowKey={({ id }) => id}
            total={shown.length}
            columns={[
              { id: 'group', header: t('groups.group'), cell: ({ display_name }) => <bdi>{display_name}</bdi> },
              {
                id: 'members',
                header: t('groups.members'),
                end: true,
                cell: ({ total_users }) => format.number(total_users),
              },
              {
                id: 'role',
                header: t('roles.role'),
                cell: (group) => (
                  <NativeSelect
                    aria-label={t('roles.roleFor', { group: group.display_name })}
                    value={current.get(group.id) ?? ''}
                    disabled={scope.readOnly !== undefined}
                    title={scope.readOnly}
                    data={[
                      { value: '', label: t('roles.noRole') },
                      ...roles.data.map(({ name, display_name }) => ({ value: name, label: display_name || name })),
                    ]}
                    onChange={(event) => choose(group, event.currentTarget.value)}
                  />
                ),
              },
            ]}
          />
          {shown.length > SHOWN && <p className="dimmed">{t('roles.more', { count: shown.length - SHOWN })}</p>}
          <ActionError error={save.error} />
          <div className="row">
            <Button
              disabled={draft === undefined || scope.readOnly !== undefined}
              title={scope.readOnly}
              loading={save.isPending}
              onClick={begin}
            >
              {t('roles.save')}
            </Button>
          </div>
        </>
      )}
      <Confirm
        title={t('roles.privileged')}
        action={t('roles.give', { role })}
        danger
        opened={asking !== undefined}
        onConfirm={confirm}
        onClose={() => setAsked([])}
      >
        <p>{t('roles.privilegedText', { role })}</p>
        <ul className="prose">
          {groups.data
            .filter(({ id }) => current.get(id) === asking?.name && stored.get(id) !== asking?.name)
            .map(({ id, display_name, total_users }) => (
              <li key={id}>
                <bdi>{display_name}</bdi> ({t('userCount', { count: total_users })})
              </li>
            ))}
        </ul>
      </Confirm>
    </section>
  );
}

const assignmentsOf = (roles: ReadonlyMap<string, string>): Assignment[] =>
  [...roles].filter(([, role]) => role !== '').map(([group_id, role_name]) => ({ group_id, role_name }));
