import { type Pool, type PoolClient } from 'pg';
import { type GroupRecord } from '#directory';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';
import { bytesOf, withinBytes } from './page-bytes.js';
import { GROUP_JSON } from './rows.js';

export interface GroupCriteria {
  updatedAfter?: string;
  externalId?: string;
}

export interface CountedGroup extends GroupRecord {
  totalUsers: number;
}

const COUNTED = `(${GROUP_JSON}::jsonb || jsonb_build_object('totalUsers',
  (SELECT count(*) FROM group_members m WHERE m.group_id = g.id)))`;

const MEASURED = `listed CROSS JOIN LATERAL (
  SELECT ${bytesOf('g.resource')} AS bytes FROM groups g WHERE g.id = listed.id OFFSET 0) size`;

/** What applications read: the IdP's groups and those our rules made. */
export class GroupList {
  constructor(private readonly pool: Pool) {}

  async find(directoryId: string, id: string): Promise<CountedGroup | undefined> {
    const { rows } = await this.pool.query<{ json: CountedGroup }>({
      name: 'list-group',
      text: `SELECT ${COUNTED} AS json FROM groups g WHERE g.directory_id = $1 AND g.id = $2`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  async page(
    directoryId: string,
    criteria: GroupCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<CountedGroup>> {
    const parameters: unknown[] = [directoryId];
    const where = ['directory_id = $1'];
    if (criteria.updatedAfter !== undefined) {
      where.push(`updated_at > $${parameters.push(criteria.updatedAfter)}::timestamptz`);
    }
    if (criteria.externalId !== undefined) where.push(`external_id = $${parameters.push(criteria.externalId)}`);
    // OFFSET 0: a criterion is answered by its own index, never by going through the groups in the order of their ids.
    const source = `FROM (SELECT id FROM groups WHERE ${where.join(' AND ')} ${where.length > 1 ? 'OFFSET 0' : ''}) k`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const text = `WITH listed AS MATERIALIZED (
        SELECT id, row_number() OVER () AS n FROM (SELECT k.id ${source} WHERE true ${keysetSql(page, 'k.id', parameters.length)}) found),
      page AS MATERIALIZED (${withinBytes(MEASURED)})
      SELECT (SELECT count(*) ${source}) AS total, (SELECT max(found) FROM page) AS found, ARRAY(
        SELECT x.json FROM page CROSS JOIN LATERAL (SELECT ${COUNTED} AS json FROM groups g WHERE g.id = page.id OFFSET 0) x
        ORDER BY page.n) AS rows`;
    const { rows } = await (on ?? this.pool).query<{ total: number; found: number | null; rows: CountedGroup[] }>(
      text,
      parameters,
    );
    const listed = rows[0]!;
    return keysetPage(page, listed.rows, listed.total, listed.rows.length < (listed.found ?? 0));
  }
}
