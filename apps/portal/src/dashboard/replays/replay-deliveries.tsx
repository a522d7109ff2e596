import { Button, Checkbox, NativeSelect, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { newIdempotencyKey } from '../../directory/idempotency-key';
import { ActionError } from '../../parts/action-error';
import { Dialog } from '../../parts/dialog';
import { type Resend } from '../endpoints/endpoint';
import { EventTypeChoices } from '../endpoints/event-type-choices';
import { sinceOf } from '../periods';
import { isOver, progressOf } from './resend';

const STATES = ['delivered', 'exhausted', 'superseded', 'canceled'] as const;

/** Sends again what matches: counted first, then followed to its end. */
export function ReplayDeliveries({ endpoint, onClose }: { endpoint: string; onClose: () => void }) {
  const t = useTranslations('webhooks');
  const tDashboard = useTranslations('dashboard');
  const api = useApi();
  const client = useQueryClient();
  const [period, setPeriod] = useState('24h');
  const [states, setStates] = useState<string[]>(['exhausted']);
  const [types, setTypes] = useState<string[]>([]);
  const path = `/webhook_endpoints/${endpoint}`;
  const filter = () => ({
    since: sinceOf(period),
    ...(states.length > 0 && { states }),
    ...(types.length > 0 && { event_types: types }),
  });
  const count = useMutation({
    mutationFn: () => api.post<{ count: number }>(`${path}:replay`, { ...filter(), dry_run: true }),
  });
  const start = useMutation({
    mutationFn: () =>
      api.post<{ count: number; replay: Resend }>(`${path}:replay`, filter(), { idempotencyKey: newIdempotencyKey() }),
    onSuccess: () => {
      announce(t('replay.started'));
      return client.invalidateQueries({ queryKey: ['replays'] });
    },
  });
  const run = useQuery({
    queryKey: ['replay', start.data?.replay.id],
    enabled: start.data !== undefined,
    queryFn: async ({ signal }) =>
      (await api.get<{ resend: Resend }>(`${path}/resends/${start.data!.replay.id}`, undefined, signal)).resend,
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : 1_000),
  });
  const change = (set: () => void) => {
    set();
    count.reset();
  };
  const replay = run.data ?? start.data?.replay;
  return (
    <Dialog title={t('replay.title')} opened onClose={onClose} size="lg">
      {replay === undefined ? (
        <div className="stack">
          <p>{t('replay.text')}</p>
          <NativeSelect
            label={t('replay.since')}
            value={period}
            data={(['1h', '24h', '7d', '90d'] as const).map((value) => ({ value, label: t(`periods.${value}`) }))}
            onChange={({ currentTarget: { value } }) => change(() => setPeriod(value))}
          />
          <Checkbox.Group
            label={t('replay.states')}
            value={states}
            onChange={(chosen) => change(() => setStates([...chosen]))}
          >
            <div className="row">
              {STATES.map((state) => (
                <Checkbox key={state} value={state} label={t(`delivery.states.${state}`)} />
              ))}
            </div>
          </Checkbox.Group>
          <EventTypeChoices
            description={t('replay.typesText')}
            value={types}
            onChange={(chosen) => change(() => setTypes(chosen))}
          />
          <div role="status">{count.data !== undefined && <p>{t('replay.matches', { n: count.data.count })}</p>}</div>
          <ActionError error={count.error ?? start.error} />
          <div className="row end">
            <Button variant="default" onClick={onClose}>
              {tDashboard('cancel')}
            </Button>
            <Button variant="default" loading={count.isPending} onClick={() => count.mutate()}>
              {t('replay.count')}
            </Button>
            <Button loading={start.isPending} disabled={count.data?.count === 0} onClick={() => start.mutate()}>
              {t('replay.start')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="stack">
          <Progress aria-label={t('replay.progress')} value={progressOf(replay)} size="lg" />
          <p role="status">
            {isOver(replay)
              ? t('replay.finished', { delivered: replay.delivered, failed: replay.failed })
              : t('replay.running', { delivered: replay.delivered, expected: replay.expected })}
          </p>
          <ActionError error={run.error} />
          <div className="row end">
            <Button onClick={onClose}>{tDashboard('done')}</Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
