import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../api/api-context';
import { AppLink } from '../../app/app-link';
import { PageTitle } from '../../app/page-title';
import { Notice } from '../../parts/notice';
import { NotUpdated } from '../../parts/not-updated';
import { PageLoading } from '../../parts/page-loading';
import { ProblemView } from '../../parts/problem-view';
import { RowsTable } from '../../parts/rows-table';
import { StateBadge } from '../../parts/state-badge';
import { TimeText } from '../../parts/time-text';
import { Numbers } from '../numbers';
import { type Queues } from './queues';

const EVERY_MS = 3_000;

/** What the workers have before them. */
export function QueuesPage() {
  const t = useTranslations('administration');
  const api = useApi();
  const query = useQuery({
    queryKey: ['queues'],
    queryFn: async ({ signal }) => (await api.get<{ queues: Queues }>('/queues', undefined, signal)).queues,
    refetchInterval: EVERY_MS,
  });
  return (
    <div className="stack spaced">
      <PageTitle title={t('queues.title')} />
      <NotUpdated query={query} />
      {query.data === undefined ? (
        query.isError ? (
          <ProblemView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <PageLoading />
        )
      ) : (
        <QueueTables queues={query.data} />
      )}
    </div>
  );
}

function QueueTables({ queues }: { queues: Queues }) {
  const t = useTranslations('administration');
  const format = useFormatter();
  const sum = (name: 'waiting' | 'active' | 'delayed') => queues.lanes.reduce((all, lane) => all + lane[name], 0);
  return (
    <>
      {!queues.reachable && (
        <Notice tone="bad" role="status">
          <p>{t('queues.away', { backend: queues.backend })}</p>
        </Notice>
      )}
      <Numbers
        numbers={[
          [
            t('queues.backend'),
            <StateBadge key="backend" tone={queues.reachable ? 'ok' : 'bad'}>
              {queues.backend} · {queues.reachable ? t('queues.reachable') : t('queues.unreachable')}
            </StateBadge>,
          ],
          [t('queues.waiting'), format.number(sum('waiting'))],
          [t('queues.active'), format.number(sum('active'))],
          [t('queues.delayed'), format.number(sum('delayed'))],
          [
            <AppLink key="leaver" to="/deprovisionings">
              {t('queues.oldestLeaver')}
            </AppLink>,
            <TimeText key="oldest" at={queues.oldest_unacknowledged_deprovisioning_at} never={t('queues.none')} />,
          ],
        ]}
      />
      <section className="stack" aria-labelledby="lanes">
        <h2 id="lanes">{t('queues.lanes')}</h2>
        <RowsTable
          label={t('queues.lanes')}
          rows={queues.lanes}
          rowKey={({ lane }) => lane}
          columns={[
            { id: 'lane', header: t('queues.lane'), cell: ({ lane }) => lane },
            { id: 'waiting', header: t('queues.waiting'), end: true, cell: ({ waiting }) => format.number(waiting) },
            { id: 'active', header: t('queues.active'), end: true, cell: ({ active }) => format.number(active) },
            { id: 'delayed', header: t('queues.delayed'), end: true, cell: ({ delayed }) => format.number(delayed) },
            {
              id: 'oldest',
              header: t('queues.oldest'),
              cell: ({ oldest_due_at }) => <TimeText at={oldest_due_at} />,
            },
          ]}
        />
      </section>
      <section className="stack" aria-labelledby="workers">
        <h2 id="workers">{t('queues.workers')}</h2>
        {queues.workers.length === 0 ? (
          <Notice tone="warn">
            <p>{t('queues.noWorker')}</p>
          </Notice>
        ) : (
          <RowsTable
            label={t('queues.workers')}
            rows={queues.workers}
            rowKey={({ id }) => id}
            columns={[
              { id: 'id', header: t('queues.worker'), cell: ({ id }) => <code>{id}</code> },
              { id: 'version', header: t('queues.version'), cell: ({ version }) => version },
              { id: 'seen', header: t('queues.lastSeen'), cell: ({ last_seen_at }) => <TimeText at={last_seen_at} /> },
              { id: 'flight', header: t('queues.inFlight'), end: true, cell: ({ in_flight }) => in_flight },
            ]}
          />
        )}
      </section>
    </>
  );
}
