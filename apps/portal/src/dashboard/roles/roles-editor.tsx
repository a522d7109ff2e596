import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { LeaveGuard } from '../../app/leave-guard';
import { ActionError } from '../../parts/action-error';
import { Empty } from '../../parts/empty';
import { RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { ScopedButton } from '../scoped-button';
import { EditRole } from './edit-role';
import { EMPTY_ROLE, moved, numbered, type Role, sameRoles, withRole } from './role-list';

export function RolesEditor({ saved }: { saved: readonly Role[] }) {
  const t = useTranslations('administration');
  const api = useApi();
  const client = useQueryClient();
  const [roles, setRoles] = useState<Role[]>(() => numbered(saved));
  const [editing, setEditing] = useState<{ role: Role; at?: number }>();
  const unsaved = !sameRoles(roles, saved);
  const save = useMutation({
    mutationFn: () => api.put('/roles', { roles: numbered(roles) }),
    onSuccess: () => {
      announce(t('roles.saved'));
      return client.invalidateQueries({ queryKey: ['application-roles'] });
    },
  });
  return (
    <>
      <LeaveGuard unsaved={unsaved} text={t('roles.unsaved')} />
      <div className="row end">
        <ScopedButton needs="admin" variant="default" onClick={() => setEditing({ role: EMPTY_ROLE })}>
          {t('roles.add')}
        </ScopedButton>
      </div>
      {roles.length === 0 ? (
        <Empty title={t('roles.none')}>
          <p>{t('roles.noneText')}</p>
        </Empty>
      ) : (
        <RowsTable
          label={t('roles.title')}
          rows={roles}
          rowKey={({ name }) => name}
          columns={[
            { id: 'name', header: t('roles.name'), cell: (role) => <bdi>{role.display_name || role.name}</bdi> },
            { id: 'id', header: t('roles.id'), cell: ({ name }) => <code>{name}</code> },
            { id: 'priority', header: t('roles.priority'), end: true, cell: ({ priority }) => priority },
            {
              id: 'kind',
              header: t('roles.kind'),
              cell: (role) => (
                <span className="row">
                  {role.default && <StateBadge tone="ok">{t('roles.isDefault')}</StateBadge>}
                  {role.privileged && <StateBadge tone="warn">{t('roles.isPrivileged')}</StateBadge>}
                  {!role.default && !role.privileged && '–'}
                </span>
              ),
            },
            { id: 'text', header: t('roles.description'), cell: ({ description }) => <bdi>{description || '–'}</bdi> },
            {
              id: 'actions',
              header: t('actions'),
              end: true,
              cell: (role) => {
                const at = roles.indexOf(role);
                const name = role.display_name || role.name;
                return (
                  <span className="row end">
                    <ScopedButton
                      needs="admin"
                      size="xs"
                      variant="default"
                      aria-label={t('roles.up', { name })}
                      disabled={at === 0}
                      onClick={() => setRoles(moved(roles, at, -1))}
                    >
                      ↑
                    </ScopedButton>
                    <ScopedButton
                      needs="admin"
                      size="xs"
                      variant="default"
                      aria-label={t('roles.down', { name })}
                      disabled={at === roles.length - 1}
                      onClick={() => setRoles(moved(roles, at, 1))}
                    >
                      ↓
                    </ScopedButton>
                    <ScopedButton
                      needs="admin"
                      size="xs"
                      variant="default"
                      aria-label={t('roles.edit', { name })}
                      onClick={() => setEditing({ role, at })}
                    >
                      {t('roles.editShort')}
                    </ScopedButton>
                    <ScopedButton
                      needs="admin"
                      size="xs"
                      variant="default"
                      aria-label={t('roles.remove', { name })}
                      onClick={() => setRoles(numbered(roles.filter((other) => other !== role)))}
                    >
                      {t('roles.removeShort')}
                    </ScopedButton>
                  </span>
                );
              },
            },
          ]}
        />
      )}
      <ActionError error={save.error} />
      <div className="row end">
        {unsaved && (
          <Button variant="default" onClick={() => setRoles(numbered(saved))}>
            {t('roles.discard')}
          </Button>
        )}
        <ScopedButton needs="admin" loading={save.isPending} disabled={!unsaved} onClick={() => save.mutate()}>
          {t('roles.save')}
        </ScopedButton>
      </div>
      {editing !== undefined && (
        <EditRole
          role={editing.role}
          isNew={editing.at === undefined}
          taken={roles.filter((_, at) => at !== editing.at).map(({ name }) => name)}
          onApply={(role) => {
            setRoles(withRole(roles, role, editing.at));
            setEditing(undefined);
          }}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}
