import { type Pool } from 'pg';
import { type GroupRecord, type UserRecord } from '#directory';
import { type FilterNode } from '#scim';
import { compileGroupFilter, compileUserFilter } from './filter-to-sql.js';
import { GROUP_JSON, USER_JSON } from './rows.js';

export interface ListQuery {
  filter?: FilterNode;
  /** Rows to skip; the order is by id, the same on every page. */
  offset: number;
  limit: number;
}

export interface Page<T> {
  items: T[];
  /** All that match, not just this page. */
  total: number;
}

export interface GroupMember {
  value: string;
  display: string | null;
  type: 'User' | 'Group' | null;
}

export interface GroupWithMembers extends GroupRecord {
  /** Absent where they were not asked for. */
  members?: GroupMember[];
}

/** Members in the order of their ids, then what is kept as a reference: nested groups, and members not known yet. */
const MEMBERS_JSON = `COALESCE((
  SELECT json_agg(json_build_object('value', s.value, 'display', s.display, 'type', s.type)) FROM (
    SELECT * FROM (SELECT u.id AS value, u.profile->>'name' AS display, 'User' AS type
      FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = g.id ORDER BY u.id) a
    UNION ALL SELECT r.value, n.display_name, CASE WHEN n.id IS NOT NULL THEN 'Group' END
      FROM group_references r LEFT JOIN groups n ON n.id = r.value AND n.directory_id = r.directory_id WHERE r.group_id = g.id) s), '[]')`;

/** What SCIM clients read: everything the IdP knows of, so no deleted users and no rule groups. */
export class DirectoryReads {
  constructor(private readonly pool: Pool) {}

  async user(directoryId: string, id: string): Promise<UserRecord | undefined> {
    const { rows } = await this.pool.query<{ json: UserRecord }>({
      name: 'scim-user',
      text: `SELECT ${USER_JSON} AS json FROM users u WHERE u.directory_id = $1 AND u.id = $2 AND u.deleted_at IS NULL`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  async group(directoryId: string, id: string, withMembers: boolean): Promise<GroupWithMembers | undefined> {
    const { rows } = await this.pool.query<{ json: GroupRecord; members?: GroupMember[] }>({
      name: withMembers ? 'scim-group-members' : 'scim-group',
      text: `SELECT ${GROUP_JSON} AS json ${withMembers ? `, ${MEMBERS_JSON} AS members` : ''}
        FROM groups g WHERE g.directory_id = $1 AND g.id = $2 AND g.source <> 'rule'`,
      values: [directoryId, id],
    });
    return rows[0] && { ...rows[0].json, members: rows[0].members };
  }

  users(directoryId: string, query: ListQuery): Promise<Page<UserRecord>> {
    const parameters: unknown[] = [directoryId];
    const condition = query.filter && compileUserFilter(query.filter, parameters);
    return this.page({
      select: `${USER_JSON} AS json`,
      from: 'users u',
      order: 'u.id',
      where: `u.directory_id = $1 AND u.deleted_at IS NULL`,
      condition,
      counter: 'users',
      parameters,
      query,
      read: (row: { json: UserRecord }) => row.json,
    });
  }

  groups(directoryId: string, query: ListQuery, withMembers: boolean): Promise<Page<GroupWithMembers>> {
    const parameters: unknown[] = [directoryId];
    const condition = query.filter && compileGroupFilter(query.filter, parameters);
    return this.page({
      select: `${GROUP_JSON} AS json ${withMembers ? `, ${MEMBERS_JSON} AS members` : ''}`,
      from: 'groups g',
      order: 'g.id',
      where: `g.directory_id = $1 AND g.source <> 'rule'`,
      condition,
      counter: 'groups',
      parameters,
      query,
      read: (row: { json: GroupRecord; members?: GroupMember[] }) => ({ ...row.json, members: row.members }),
    });
  }

  private async page<Row extends object, T>(plan: {
    select: string;
    from: string;
    where: string;
    order: string;
    condition: string | undefined;
    counter: 'users' | 'groups';
    parameters: unknown[];
    query: ListQuery;
    read: (row: Row) => T;
  }): Promise<Page<T>> {
    const where = plan.condition === undefined ? plan.where : `${plan.where} AND ${plan.condition}`;
    const { offset, limit } = plan.query;
    let items: T[] = [];
    if (limit > 0) {
      const { rows } = await this.pool.query<Row>(
        `SELECT ${plan.select} FROM ${plan.from} WHERE ${where} ORDER BY ${plan.order} LIMIT ${limit} OFFSET ${offset}`,
        plan.parameters,
      );
      items = rows.map(plan.read);
      // The page that ends the list tells the total: the commonest query, `userName eq`, needs no second one.
      if (items.length < limit && (items.length > 0 || offset === 0)) return { items, total: offset + items.length };
    }
    const count =
      plan.condition === undefined
        ? `SELECT ${plan.counter} AS total FROM directory_counters WHERE directory_id = $1`
        : `SELECT count(*) AS total FROM ${plan.from} WHERE ${where}`;
    const { rows } = await this.pool.query<{ total: number }>(count, plan.parameters);
    return { items, total: rows[0]?.total ?? 0 };
  }
}
