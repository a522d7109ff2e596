import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { type components } from '#client';
import { announce } from '../../app/announcements';
import { AppLink } from '../../app/app-link';
import { ActionError } from '../../parts/action-error';
import { Confirm } from '../../parts/confirm';
import { Empty } from '../../parts/empty';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { TimeText } from '../../parts/time-text';
import { type User } from '../directory';
import { useDirectoryScope } from '../directory-scope';

type Held = components['schemas']['HeldDepartureBody'];

const EVERY_MS = 5_000;
const SHOWN = 50;

/** Leavers who wait, because many left at once. */
export function HeldPage() {
  const t = useTranslations('directory');
  const scope = useDirectoryScope();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<'approve' | 'reject'>();
  const [reason, setReason] = useState('');
  const query = useQuery({
    queryKey: scope.key('held'),
    queryFn: async ({ signal }) => {
      const list = await scope.get<{ held_departures: Held[]; total_size: number }>(
        '/held_departures',
        { state: 'waiting', page_size: SHOWN },
        signal,
      );
      const names = await Promise.all(
        list.held_departures.map(({ user_id }) =>
          scope.get<{ user: User }>(`/users/${user_id}`, undefined, signal).then(
            ({ user }) => user,
            () => undefined,
          ),
        ),
      );
      return { total: list.total_size, rows: list.held_departures.map((held, at) => ({ ...held, user: names[at] })) };
    },
    refetchInterval: EVERY_MS,
  });
  const decide = useMutation({
    mutationFn: (what: 'approve' | 'reject') =>
      scope.api.post<{ count: number }>(scope.path(`/held_departures:${what}`), {
        user_ids: [...chosen],
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onSuccess: ({ count }, what) => {
      announce(what === 'approve' ? t('held.approved', { count }) : t('held.rejected', { count }));
      setChosen(new Set());
      setAsking(undefined);
      setReason('');
      return client.invalidateQueries({ queryKey: scope.key() });
    },
  });
  if (query.data === undefined) {
    return query.isError ? <ProblemView error={query.error} onRetry={() => void query.refetch()} /> : <PageLoading />;
  }
  const { rows, total } = query.data;
  if (rows.length === 0) {
    return (
      <Empty title={t('held.empty')}>
        <p>{t('held.emptyText')}</p>
      </Empty>
    );
  }
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const all = rows.every(({ user_id }) => chosen.has(user_id));
  const title = asking === 'reject' ? t('held.reject') : t('held.approve');
  return (
    <div className="stack">
      <h2>{t('held.title')}</h2>
      <p className="dimmed">{t('held.text', { count: total })}</p>
      <Checkbox
        label={t('held.all', { count: rows.length })}
        checked={all}
        onChange={(event) => setChosen(new Set(event.currentTarget.checked ? rows.map(({ user_id }) => user_id) : []))}
      />
      <RowsTable
        label={t('held.title')}
        rows={rows}
        rowKey={({ user_id }) => user_id}
        total={total}
        columns={[
          {
            id: 'user',
            header: t('users.user'),
            cell: ({ user_id, user }) => (
              <div className="row">
                <Checkbox
                  aria-label={t('held.select', { name: user?.name || user?.preferred_username || user_id })}
                  checked={chosen.has(user_id)}
                  onChange={(event) => toggle(user_id, event.currentTarget.checked)}
                />
                <AppLink to={scope.page(`/users/${user_id}`)}>
                  <bdi>{user?.name || user?.preferred_username || user_id}</bdi>
                </AppLink>
              </div>
            ),
          },
          { id: 'email', header: t('users.email'), cell: ({ user }) => <bdi>{user?.email ?? '–'}</bdi> },
          { id: 'kind', header: t('held.why'), cell: ({ kind }) => t(`held.kinds.${kind}`) },
          { id: 'at', header: t('held.since'), cell: ({ held_at }) => <TimeText at={held_at} /> },
        ]}
      />
      <ActionError error={asking === undefined ? decide.error : undefined} />
      <div className="row">
        <Button
          variant="default"
          disabled={chosen.size === 0 || scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setAsking('reject')}
        >
          {t('held.reject')}
        </Button>
        <Button
          disabled={chosen.size === 0 || scope.readOnly !== undefined}
          title={scope.readOnly}
          onClick={() => setAsking('approve')}
        >
          {t('held.approve')}
        </Button>
      </div>
      <Confirm
        title={title}
        danger={asking === 'approve'}
        opened={asking !== undefined}
        busy={decide.isPending}
        error={decide.error}
        onConfirm={() => asking && decide.mutate(asking)}
        onClose={() => setAsking(undefined)}
      >
        <p>
          {asking === 'reject'
            ? t('held.rejectText', { count: chosen.size })
            : t('held.approveText', { count: chosen.size })}
        </p>
        <TextInput
          label={t('held.reason')}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Confirm>
    </div>
  );
}
