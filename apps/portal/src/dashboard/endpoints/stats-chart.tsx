import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { RowsTable } from '../../parts/rows-table';
import { type EndpointStats, type StatsBucket } from './endpoint';

const WIDTH = 1000;
const HEIGHT = 180;

/** What was delivered and what failed, a bar for each step of time; the same as a table for those who cannot see bars. */
export function StatsChart({ stats }: { stats: EndpointStats }) {
  const t = useTranslations('webhooks');
  const format = useFormatter();
  const [asTable, setAsTable] = useState(false);
  const { buckets } = stats;
  const delivered = buckets.reduce((sum, bucket) => sum + bucket.delivered, 0);
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed + bucket.interrupted, 0);
  const ms = (value: number | null) => (value === null ? '–' : t('stats.ms', { ms: Math.round(value) }));
  return (
    <>
      {asTable ? (
        <RowsTable
          label={t('stats.title')}
          rows={buckets.filter((bucket) => bucket.delivered + bucket.failed + bucket.interrupted > 0)}
          rowKey={({ at }) => at}
          columns={[
            {
              id: 'at',
              header: t('stats.from'),
              cell: ({ at }) => format.dateTime(new Date(at), { dateStyle: 'short', timeStyle: 'short' }),
            },
            { id: 'delivered', header: t('stats.delivered'), end: true, cell: (bucket) => bucket.delivered },
            {
              id: 'failed',
              header: t('stats.failed'),
              end: true,
              cell: (bucket) => bucket.failed + bucket.interrupted,
            },
            { id: 'p50', header: t('stats.p50'), end: true, cell: ({ p50_ms }) => ms(p50_ms) },
            { id: 'p95', header: t('stats.p95'), end: true, cell: ({ p95_ms }) => ms(p95_ms) },
          ]}
        />
      ) : (
        <Bars buckets={buckets} label={t('stats.inWords', { delivered, failed })} />
      )}
      <div className="row between">
        <div className="bars-legend">
          <span>{t('stats.deliveredCount', { count: delivered })}</span>
          <span>{t('stats.failedCount', { count: failed })}</span>
        </div>
        <Button variant="default" size="xs" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {t('stats.asTable')}
        </Button>
      </div>
    </>
  );
}

function Bars({ buckets, label }: { buckets: readonly StatsBucket[]; label: string }) {
  const most = Math.max(1, ...buckets.map(({ delivered, failed, interrupted }) => delivered + failed + interrupted));
  const step = WIDTH / Math.max(1, buckets.length);
  const width = Math.max(1, step - 3);
  const high = (count: number) => (count / most) * (HEIGHT - 10);
  return (
    <svg className="bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <line className="axis" x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} />
      {buckets.map((bucket, at) => {
        const good = high(bucket.delivered);
        const bad = high(bucket.failed + bucket.interrupted);
        return (
          <g key={bucket.at}>
            <rect className="ok" x={at * step} y={HEIGHT - 1 - good} width={width} height={good} />
            <rect className="bad" x={at * step} y={HEIGHT - 1 - good - bad} width={width} height={bad} />
          </g>
        );
      })}
    </svg>
  );
}
