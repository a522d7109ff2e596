import { type Pool } from 'pg';
import { FENCE } from '../connection/fence.js';

export const STATS_WINDOWS = { '1h': [3_600, 60], '24h': [86_400, 3_600], '7d': [604_800, 21_600] } as const;
export type StatsWindow = keyof typeof STATS_WINDOWS;

export interface StatsBucket {
  at: string;
  delivered: number;
  failed: number;
  interrupted: number;
  p50_ms: number | null;
  p95_ms: number | null;
}

/** Attempts come up to two days after their delivery was made: the ladder is a good day long. */
const LADDER = `interval '2 days'`;

/** What attempts to an endpoint came to, in steps of the window, oldest first; steps without attempts included. */
export async function endpointStats(
  pool: Pool,
  endpointId: string,
  window: StatsWindow,
): Promise<{ stepSeconds: number; buckets: StatsBucket[] }> {
  const [seconds, step] = STATS_WINDOWS[window];
  const { rows } = await pool.query<StatsBucket>({
    name: 'endpoint-stats',
    text: `WITH bounds AS (
        SELECT to_timestamp(floor(extract(epoch FROM now()) / $3) * $3 - $2 + $3) AS first),
      made AS (
        SELECT id FROM deliveries d, bounds WHERE d.endpoint_id = $1 AND d.state IN ('pending', 'sending', 'retrying') AND d.attempts > 0
        UNION ALL
        SELECT id FROM delivery_log d, bounds WHERE d.endpoint_id = $1 AND d.id >= id_at('dlv', bounds.first - ${LADDER}) AND d.attempts > 0),
      tried AS (
        SELECT to_timestamp(floor(extract(epoch FROM a.at) / $3) * $3) AS step, a.outcome, a.duration_ms
        FROM bounds, made m CROSS JOIN LATERAL (
          SELECT at, outcome, duration_ms FROM attempts WHERE delivery_id = m.id AND id >= id_at('att', bounds.first) ${FENCE}) a
        WHERE a.at >= bounds.first)
      SELECT iso(s.at) AS at, count(t.*) FILTER (WHERE t.outcome = 'delivered')::int AS delivered,
        count(t.*) FILTER (WHERE t.outcome = 'failed')::int AS failed,
        count(t.*) FILTER (WHERE t.outcome = 'interrupted')::int AS interrupted,
        (percentile_cont(0.5) WITHIN GROUP (ORDER BY t.duration_ms))::int AS p50_ms,
        (percentile_cont(0.95) WITHIN GROUP (ORDER BY t.duration_ms))::int AS p95_ms
      FROM bounds CROSS JOIN LATERAL generate_series(bounds.first, now(), $3 * interval '1 second') AS s(at)
      LEFT JOIN tried t ON t.step = s.at GROUP BY s.at ORDER BY s.at`,
    values: [endpointId, seconds, step],
  });
  return { stepSeconds: step, buckets: rows };
}
