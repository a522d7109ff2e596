import { type Pool } from 'pg';
import { type UserRecord } from '#directory';
import { comparisonKey, type FilterNode } from '#scim';
import { compileUserFilter } from './filter-to-sql.js';
import { cursorOf, keysetPage, keysetSql, type KeysetPage, type PageRequest } from './keyset.js';
import { USER_JSON, type UserRow } from './rows.js';

export interface UserCriteria {
  updatedAfter?: string;
  groupId?: string;
  active?: boolean;
  /** Any of the user's addresses, without regard to case. */
  email?: string;
  externalId?: string;
  filter?: FilterNode;
}

/** What applications read: every record, deactivated and deleted people included (contract section 9). */
export class UserList {
  constructor(private readonly pool: Pool) {}

  async find(directoryId: string, id: string): Promise<UserRecord | undefined> {
    const { rows } = await this.pool.query<UserRow>({
      name: 'list-user',
      text: `SELECT ${USER_JSON} AS json FROM users u WHERE u.directory_id = $1 AND u.id = $2`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  async page(directoryId: string, criteria: UserCriteria, page: PageRequest): Promise<KeysetPage<UserRecord>> {
    const parameters: unknown[] = [directoryId];
    const where = conditions(criteria, parameters);
    const count =
      where.length === 0
        ? `SELECT c.user_records FROM directory_counters c WHERE c.directory_id = $1`
        : `SELECT count(*) FROM users u WHERE ${['u.directory_id = $1', ...where].join(' AND ')}`;
    const cursor = cursorOf(page);
    if (cursor !== undefined) parameters.push(cursor);
    // The count is a row of its own beside the page, so that an empty page has a total, too.
    const text = `SELECT (${count}) AS total, ARRAY(
        SELECT ${USER_JSON} FROM users u WHERE ${['u.directory_id = $1', ...where].join(' AND ')}
        ${keysetSql(page, 'u.id', parameters.length)}) AS rows`;
    const { rows } = await this.pool.query<{ total: number | null; rows: UserRecord[] }>(text, parameters);
    return keysetPage(page, rows[0]!.rows, rows[0]!.total ?? 0);
  }
}

function conditions(criteria: UserCriteria, parameters: unknown[]): string[] {
  const where: string[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  if (criteria.updatedAfter !== undefined) where.push(`u.updated_at > ${bind(criteria.updatedAfter)}::timestamptz`);
  if (criteria.active !== undefined) where.push(`u.active = ${bind(criteria.active)}`);
  if (criteria.email !== undefined) where.push(`u.email_keys @> ARRAY[${bind(comparisonKey(criteria.email))}::text]`);
  if (criteria.externalId !== undefined) where.push(`u.external_id = ${bind(criteria.externalId)}`);
  if (criteria.groupId !== undefined) {
    where.push(
      `EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = ${bind(criteria.groupId)} AND m.user_id = u.id)`,
    );
  }
  if (criteria.filter !== undefined) where.push(compileUserFilter(criteria.filter, parameters));
  return where;
}
