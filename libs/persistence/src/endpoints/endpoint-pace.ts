import { type Pool } from 'pg';

/** Clocks of this statement are the server's: workers need not agree on the time. $2 how long the places last, in ms. */
const RESERVE = `
  INSERT INTO endpoint_pace AS p (endpoint_id, next_at)
  SELECT w.id, clock_timestamp() + $2 * interval '1 ms' FROM webhook_endpoints w WHERE w.id = $1
  ON CONFLICT (endpoint_id) DO UPDATE SET next_at = GREATEST(p.next_at, clock_timestamp()) + $2 * interval '1 ms'
  RETURNING (extract(epoch FROM next_at - clock_timestamp()) * 1000)::float8 - $2 AS wait`;

/**
 * Takes the next `places` of an endpoint with a rate limit, one every `spacingMs`, whichever worker asks.
 * @returns milliseconds until the first of them
 */
export async function reservePlaces(
  pool: Pool,
  endpointId: string,
  spacingMs: number,
  places: number,
): Promise<number> {
  const { rows } = await pool.query<{ wait: number }>({
    name: 'endpoint-pace',
    text: RESERVE,
    values: [endpointId, spacingMs * places],
  });
  // A deleted endpoint has no row: nothing more is claimed for that endpoint.
  return Math.max(0, rows[0]?.wait ?? 0);
}
