import { type Pool, type PoolClient } from 'pg';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { withinBytes } from '../paging/page-bytes.js';

export interface HistoryCriteria {
  types: string[];
  organizationId?: string;
  /** Both inclusive, RFC 3339. */
  startTime?: string;
  endTime?: string;
  /** Of directories, or of Rollcall itself; both unless given. */
  source?: 'directory' | 'rollcall';
}

/** Events newest first, as people look at them. */
export class EventHistory {
  constructor(private readonly pool: Pool) {}

  async page(
    criteria: HistoryCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<Omit<KeysetPage<{ id: string; body: string }>, 'total'>> {
    const { where, parameters } = conditionsOf(criteria);
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const { rows } = await (on ?? this.pool).query<{ id: string; body: string; found: number }>(
      `WITH listed AS MATERIALIZED (
          SELECT *, row_number() OVER () AS n FROM (
            SELECT e.id, octet_length(e.body) AS bytes FROM events e
            WHERE ${where} ${keysetSql(page, 'e.id', parameters.length, true)}) x),
        page AS MATERIALIZED (${withinBytes('listed')})
        SELECT e.id, e.body, page.found FROM page JOIN events e ON e.id = page.id ORDER BY page.n`,
      parameters,
    );
    return keysetPage(page, rows, 0, rows.length < (rows[0]?.found ?? 0));
  }

  /** @returns the event's body; undefined for one that is not kept */
  async find(id: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ body: string }>(`SELECT body FROM events WHERE id = $1`, [id]);
    return rows[0]?.body;
  }

  /** How many match; no more than `most` are counted, as months of events may. */
  async count(criteria: HistoryCriteria, most: number, on?: PoolClient): Promise<number> {
    const { where, parameters } = conditionsOf(criteria);
    const { rows } = await (on ?? this.pool).query<{ count: number }>(
      `SELECT count(*) FROM (SELECT FROM events e WHERE ${where} LIMIT ${most}) x`,
      parameters,
    );
    return rows[0]!.count;
  }
}

function conditionsOf(criteria: HistoryCriteria): { where: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const where = ['e.in_feed'];
  if (criteria.types.length > 0) where.push(`e.type = ANY(${bind(criteria.types)})`);
  if (criteria.organizationId !== undefined) where.push(`e.organization_id = ${bind(criteria.organizationId)}`);
  if (criteria.startTime !== undefined) where.push(`e.occurred_at >= ${bind(criteria.startTime)}::timestamptz`);
  if (criteria.endTime !== undefined) where.push(`e.occurred_at <= ${bind(criteria.endTime)}::timestamptz`);
  if (criteria.source !== undefined) {
    where.push(`e.type ${criteria.source === 'rollcall' ? '' : 'NOT '}LIKE 'rollcall.%'`);
  }
  return { where: where.join(' AND '), parameters };
}
