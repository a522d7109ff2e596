import { type Pool } from 'pg';
import { FENCE } from '../connection/fence.js';

/** A worker that ended while it was closing a breaker leaves a row behind; a probe takes no longer than this. */
export const PAUSE_LASTS = `interval '30 seconds'`;

/** The first of several workers that tries again counts. Of a deleted endpoint nothing is noted. */
const NOTE = `
  INSERT INTO endpoint_pauses AS p (endpoint_id, until)
  SELECT w.id, now() + $2 * interval '1 ms' FROM webhook_endpoints w WHERE w.id = $1
  ON CONFLICT (endpoint_id) DO UPDATE SET until = CASE WHEN p.until > now() THEN LEAST(p.until, excluded.until) ELSE excluded.until END`;

/** Breakers live in the memory of workers; this is for whoever asks why a delivery waits. @param openMs until the next probe */
export async function notePause(pool: Pool, endpointId: string, openMs: number): Promise<void> {
  await pool.query({ name: 'endpoint-pause', text: NOTE, values: [endpointId, openMs] });
}

export async function clearPause(pool: Pool, endpointId: string): Promise<void> {
  await pool.query('DELETE FROM endpoint_pauses WHERE endpoint_id = $1', [endpointId]);
}

export async function resumedEndpoints(
  pool: Pool,
  endpointIds: string[],
): Promise<{ id: string; resumedAt: string | null }[]> {
  const { rows } = await pool.query<{ id: string; resumedAt: string | null }>({
    name: 'endpoints-resumed',
    text: `SELECT w.id, w.resumed_at AS "resumedAt" FROM unnest($1::text[]) AS i (id)
      CROSS JOIN LATERAL (SELECT id, resumed_at FROM webhook_endpoints WHERE id = i.id ${FENCE}) w`,
    values: [endpointIds],
  });
  return rows;
}

/** When the endpoint is tried again after nothing but failures; null where it is not left alone. */
export async function endpointPausedUntil(pool: Pool, endpointId: string): Promise<string | null> {
  const { rows } = await pool.query<{ until: string }>({
    name: 'endpoint-paused-until',
    text: 'SELECT until FROM endpoint_pauses WHERE endpoint_id = $1 AND until > now()',
    values: [endpointId],
  });
  return rows[0]?.until ?? null;
}
