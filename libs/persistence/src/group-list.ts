import { type Pool } from 'pg';
import { type GroupRecord } from '#directory';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';
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

  async page(directoryId: string, criteria: GroupCriteria, page: PageRequest): Promise<KeysetPage<CountedGroup>> {
    const parameters: unknown[] = [directoryId];
    const where = ['g.directory_id = $1'];
    if (criteria.updatedAfter !== undefined) {
      where.push(`g.updated_at > $${parameters.push(criteria.updatedAfter)}::timestamptz`);
    }
    if (criteria.externalId !== undefined) where.push(`g.external_id = $${parameters.push(criteria.externalId)}`);
    const count = `SELECT count(*) FROM groups g WHERE ${where.join(' AND ')}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    const text = `SELECT (${count}) AS total, ARRAY(
        SELECT ${COUNTED} FROM groups g WHERE ${where.join(' AND ')}
        ${keysetSql(page, 'g.id', parameters.length)}) AS rows`;
    const { rows } = await this.pool.query<{ total: number; rows: CountedGroup[] }>(text, parameters);
    return keysetPage(page, rows[0]!.rows, rows[0]!.total);
  }
}
