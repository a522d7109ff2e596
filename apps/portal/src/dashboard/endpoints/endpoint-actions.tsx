import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { announce } from '../../app/announcements';
import { ActionError } from '../../parts/action-error';
import { Notice } from '../../parts/notice';
import { ReplayDeliveries } from '../replays/replay-deliveries';
import { ScopedButton } from '../scoped-button';
import { type Attempt, type Endpoint } from './endpoint';

type TestAnswer = { attempt: Attempt };

/** Send a test, replay, switch off and on. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks');
  const api = useApi();
  const client = useQueryClient();
  const path = `/webhook_endpoints/${endpoint.id}`;
  const [replaying, setReplaying] = useState(false);
  const changed = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['endpoint', endpoint.id] }),
      client.invalidateQueries({ queryKey: ['endpoints'] }),
      client.invalidateQueries({ queryKey: ['deliveries'] }),
    ]);
  const test = useMutation({
    mutationFn: () => api.post<TestAnswer>(`${path}:test`),
    onSuccess: ({ attempt }) => {
      announce(attempt.outcome === 'delivered' ? t('test.delivered') : t('test.failed'));
      return changed();
    },
  });
  const toggle = useMutation({
    mutationFn: (enabled: boolean) => api.patch(path, { enabled }),
    onSuccess: (_, enabled) => {
      announce(enabled ? t('endpoint.enabled') : t('endpoint.disabled'));
      return changed();
    },
  });
  const attempt = test.data?.attempt;
  return (
    <>
      <div className="row">
        <ScopedButton size="sm" loading={test.isPending} onClick={() => test.mutate()}>
          {t('test.send')}
        </ScopedButton>
        <ScopedButton size="sm" variant="default" onClick={() => setReplaying(true)}>
          {t('replay.title')}
        </ScopedButton>
        <ScopedButton
          size="sm"
          variant="default"
          loading={toggle.isPending}
          onClick={() => toggle.mutate(!endpoint.enabled)}
        >
          {endpoint.enabled ? t('endpoint.disable') : t('endpoint.enable')}
        </ScopedButton>
      </div>
      {attempt !== undefined && (
        <Notice tone={attempt.outcome === 'delivered' ? 'ok' : 'bad'}>
          <p>
            {attempt.status === null
              ? t('test.noAnswer', { error: attempt.error ?? '' })
              : t('test.answered', { status: String(attempt.status), ms: Math.round(attempt.duration_ms) })}
          </p>
        </Notice>
      )}
      <ActionError error={test.error ?? toggle.error} />
      {replaying && <ReplayDeliveries endpoint={endpoint.id} onClose={() => setReplaying(false)} />}
    </>
  );
}
