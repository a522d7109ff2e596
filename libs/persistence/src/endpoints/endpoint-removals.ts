import { type Pool } from 'pg';
import { LIVE } from '../delivery-rows/live-delivery.js';

const AT_ONCE = 2_000;

/** Longer than any change that knew the endpoint can still be under way. */
const SETTLED = `interval '5 minutes'`;

/** A page of a deleted endpoint's ($1) deliveries, and what their attempts were answered. */
const page = (table: string, condition: string): string => `
  WITH page AS MATERIALIZED (
    SELECT id FROM ${table} WHERE endpoint_id = $1 ${condition} ORDER BY id LIMIT ${AT_ONCE}
  ), answers AS (
    DELETE FROM attempts WHERE delivery_id = ANY (ARRAY(SELECT id FROM page))
  )
  DELETE FROM ${table} WHERE id = ANY (ARRAY(SELECT id FROM page))`;

const PAGES = [page('deliveries', `AND ${LIVE}`), page('delivery_log', '')];

/** Deletes what deleted endpoints leave behind, in pages, so that nobody waits for years of deliveries. */
export class EndpointRemovals {
  constructor(private readonly pool: Pool) {}

  /** Any number of workers may do so at once. @returns how many deliveries went */
  async run(): Promise<number> {
    const { rows } = await this.pool.query<{ id: string; settled: boolean }>(
      `SELECT endpoint_id AS id, removed_at < now() - ${SETTLED} AS settled FROM endpoint_removals ORDER BY removed_at`,
    );
    let removed = 0;
    for (const { id, settled } of rows) {
      removed += await this.empty(id);
      if (settled) await this.pool.query('DELETE FROM endpoint_removals WHERE endpoint_id = $1', [id]);
    }
    return removed;
  }

  private async empty(endpointId: string): Promise<number> {
    let removed = 0;
    for (const text of PAGES) {
      for (let rowCount: number | null = AT_ONCE; rowCount === AT_ONCE;) {
        ({ rowCount } = await this.pool.query(text, [endpointId]));
        removed += rowCount ?? 0;
      }
    }
    return removed;
  }
}
