import { type Pool, type PoolClient } from 'pg';
import { type GroupRecord } from '#directory';
import { FENCE } from '../connection/fence.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { bytesOf, withinBytes } from '../paging/page-bytes.js';
import { GROUP_JSON } from '../resources/rows.js';
import { capped, NotFewError } from '../search/user-lookup.js';

export interface GroupCriteria {
  updatedAfter?: string;
  externalId?: string;
}

export interface CountedGroup extends GroupRecord {
  totalUsers: number;
}

interface PageRow {
  few: number;
  total: number;
  /** As many as there would be, were they small. */
  found: number | null;
  json: CountedGroup | null;
}

const COUNTED = `(${GROUP_JSON}::jsonb || jsonb_build_object('totalUsers',
  (SELECT count(*) FROM group_members m WHERE m.group_id = g.id)))`;

const MEASURED = `listed CROSS JOIN LATERAL (
  SELECT ${bytesOf('g.resource')} AS bytes FROM groups g WHERE g.id = listed.id ${FENCE}) size`;

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

  /** @param on the connection of a search; a lookup has none, and looks at few rows. @throws NotFewError */
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
    // The fence: a criterion is answered by its own index, never by going through the groups in the order of their ids.
    let source = `FROM (SELECT id FROM groups WHERE ${where.join(' AND ')} ${where.length > 1 ? FENCE : ''}) k`;
    let looked = '';
    if (criteria.externalId !== undefined) {
      const few = `SELECT id FROM groups WHERE directory_id = $1 AND external_id = $${parameters.push(criteria.externalId)} ${FENCE}`;
      looked = `few AS MATERIALIZED (${on === undefined ? capped(few) : few}), `;
      source = `FROM (SELECT f.id FROM few f CROSS JOIN LATERAL (
        SELECT FROM groups WHERE id = f.id AND ${where.join(' AND ')} ${FENCE}) g) k`;
    }
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const text = `WITH ${looked}listed AS MATERIALIZED (
        SELECT id, row_number() OVER () AS n FROM (SELECT k.id ${source} WHERE true ${keysetSql(page, 'k.id', parameters.length)}) found),
      page AS MATERIALIZED (${withinBytes(MEASURED)})
      SELECT counts.*, page.found, x.json FROM (
        SELECT ${looked === '' ? 0 : '(SELECT count(*) FROM few)'} AS few, (SELECT count(*) ${source}) AS total) counts
      LEFT JOIN page ON true LEFT JOIN LATERAL (SELECT ${COUNTED} AS json FROM groups g WHERE g.id = page.id ${FENCE}) x ON true
      ORDER BY page.n`;
    const { rows } = await (on ?? this.pool).query<PageRow>(text, parameters);
    const listed = rows[0]!;
    if (on === undefined) NotFewError.refuse(listed.few);
    const groups = rows.map(({ json }) => json).filter((json) => json !== null);
    return keysetPage(page, groups, listed.total, groups.length < (listed.found ?? 0));
  }
}
