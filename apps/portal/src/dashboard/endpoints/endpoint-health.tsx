import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { Facts } from '../../parts/facts';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { type EndpointHealth as Health, type EndpointStats, STATE_TONES } from './endpoint';
import { useEndpoint } from './endpoint-context';
import { StatsChart } from './stats-chart';

const EVERY_MS = 5_000;

export function EndpointHealth() {
  const t = useTranslations('webhooks');
  const api = useApi();
  const format = useFormatter();
  const { id } = useEndpoint();
  const [window, setWindow] = useState('24h');
  const path = `/webhook_endpoints/${id}`;
  const health = useQuery({
    queryKey: ['endpoint', id, 'health'],
    queryFn: async ({ signal }) => (await api.get<{ health: Health }>(`${path}/health`, undefined, signal)).health,
    refetchInterval: EVERY_MS,
  });
  const stats = useQuery({
    queryKey: ['endpoint', id, 'stats', window],
    queryFn: async ({ signal }) => (await api.get<{ stats: EndpointStats }>(`${path}/stats`, { window }, signal)).stats,
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="stack spaced">
      <NotUpdated query={health} />
      {health.data === undefined ? (
        health.isError ? (
          <ProblemView error={health.error} onRetry={() => void health.refetch()} />
        ) : (
          <PageLoading lines={2} />
        )
      ) : (
        <section className="card" aria-label={t('endpointTabs.health')}>
          <Facts
            facts={[
              [
                t('state'),
                <StateBadge key="state" tone={STATE_TONES[health.data.status]}>
                  {t(`endpoint.states.${health.data.status}`)}
                </StateBadge>,
              ],
              [t('health.failingSince'), <TimeText key="since" at={health.data.failing_since} />],
              [t('health.pausedUntil'), <TimeText key="until" at={health.data.paused_until} />],
              [t('health.disabledReason'), health.data.disabled_reason ?? '–'],
              [t('health.backlog.pending'), format.number(health.data.backlog.pending)],
              [t('health.backlog.retrying'), format.number(health.data.backlog.retrying)],
              [t('health.backlog.sending'), format.number(health.data.backlog.sending)],
              [
                t('health.backlog.oldest_created_at'),
                <TimeText key="oldest" at={health.data.backlog.oldest_created_at} />,
              ],
            ]}
          />
        </section>
      )}
      <section className="card stack" aria-labelledby="pace">
        <div className="head">
          <h2 id="pace">{t('stats.title')}</h2>
          <NativeSelect
            aria-label={t('period')}
            value={window}
            data={(['1h', '24h', '7d'] as const).map((value) => ({ value, label: t(`periods.${value}`) }))}
            onChange={(event) => setWindow(event.currentTarget.value)}
          />
        </div>
        {stats.data === undefined ? (
          stats.isError ? (
            <ProblemView error={stats.error} onRetry={() => void stats.refetch()} />
          ) : (
            <PageLoading lines={4} />
          )
        ) : (
          <StatsChart stats={stats.data} />
        )}
      </section>
    </div>
  );
}
