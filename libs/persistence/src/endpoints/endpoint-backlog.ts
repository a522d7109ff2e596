import { type Pool } from 'pg';

/** What an endpoint has still to get. */
export interface EndpointBacklog {
  pending: number;
  sending: number;
  retrying: number;
  /** When the oldest of them was made; null where there is nothing. */
  oldest_created_at: string | null;
}

/** Reads live deliveries only: however long the log is. */
export async function endpointBacklog(pool: Pool, endpointId: string): Promise<EndpointBacklog> {
  const { rows } = await pool.query<EndpointBacklog>({
    name: 'endpoint-backlog',
    text: `SELECT count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'sending') AS sending,
        count(*) FILTER (WHERE state = 'retrying') AS retrying, iso(min(created_at)) AS oldest_created_at
      FROM deliveries WHERE endpoint_id = $1`,
    values: [endpointId],
  });
  return rows[0]!;
}
