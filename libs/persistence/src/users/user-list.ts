import { type Pool, type PoolClient } from 'pg';
import { type UserRecord } from '#directory';
import { type FilterNode } from '#scim';
import { FENCE } from '../connection/fence.js';
import { cursorOf, keysetOrder, keysetPage, type KeysetPage, type PageRequest } from '../paging/keyset.js';
import { bytesOf, withinBytes } from '../paging/page-bytes.js';
import { PreparedShapes } from '../connection/prepared-shapes.js';
import { USER_JSON, type UserRow } from '../resources/rows.js';
import { capped, findsFewUsers, NotFewError } from '../search/user-lookup.js';
import { userSource } from './user-source.js';

export interface UserCriteria {
  updatedAfter?: string;
  groupId?: string;
  active?: boolean;
  /** Any of the user's addresses, by its comparison key. */
  email?: string;
  externalId?: string;
  filter?: FilterNode;
}

/** Whether a list is a lookup, which waits behind no search (see `Searches`). */
export const isUserLookup = ({ email, externalId, filter }: UserCriteria): boolean =>
  email !== undefined || externalId !== undefined || (filter !== undefined && findsFewUsers(filter));

interface PageRow {
  /** Of a lookup: how many rows it has looked at. */
  few?: number;
  total: number;
  /** As many as there would be, were they small. */
  found: number | null;
  json: UserRecord | null;
}

/** Resource and profile: REST shows both. */
const MEASURED = `listed CROSS JOIN LATERAL (
  SELECT ${bytesOf('u.resource')} + ${bytesOf('u.profile')} AS bytes FROM users u WHERE u.id = listed.id ${FENCE}) size`;

/** What applications read: every record, deactivated and deleted people included (docs/concepts.md). */
export class UserList {
  private readonly shapes: PreparedShapes;

  constructor(private readonly pool: Pool) {
    this.shapes = new PreparedShapes(pool);
  }

  async find(directoryId: string, id: string): Promise<UserRecord | undefined> {
    const { rows } = await this.pool.query<UserRow>({
      name: 'list-user',
      text: `SELECT ${USER_JSON} AS json FROM users u WHERE u.directory_id = $1 AND u.id = $2`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  /**
   * By id; those that changed after a time in the order of their changes.
   * @param on the connection of a search; a lookup has none, and looks at few rows. @throws NotFewError
   */
  async page(
    directoryId: string,
    criteria: UserCriteria,
    page: PageRequest,
    on?: PoolClient,
  ): Promise<KeysetPage<UserRecord>> {
    const parameters: unknown[] = [directoryId];
    const { sql, id, at, total, few } = userSource(criteria, parameters);
    const isCapped = on === undefined && isUserLookup(criteria);
    const { direction, comparison } = keysetOrder(page);
    const cursor = cursorOf(page);
    let beyond = '';
    if (cursor !== undefined) {
      const known = `$${parameters.push(cursor)}::text`;
      // A token of another list of these users has no time.
      const time = () =>
        `COALESCE($${parameters.push(page.at ?? null)}::timestamptz, (SELECT updated_at FROM users WHERE id = ${known}))`;
      beyond =
        at === undefined
          ? `AND ${id} ${comparison} ${known}`
          : `AND (${at}, ${id}) ${comparison} (${time()}, ${known})`;
    }
    const order = [...(at === undefined ? [] : [`${at} ${direction}`]), `${id} ${direction}`].join(', ');
    // Found by their ids alone, and built afterwards, each a row (see `EventFeed`). An empty page has a row with its total, too.
    const looked = few === undefined ? '' : `few AS MATERIALIZED (${isCapped ? capped(few) : few}), `;
    const text = `WITH ${looked}listed AS MATERIALIZED (
        SELECT id, row_number() OVER () AS n FROM (SELECT ${id} AS id ${sql} ${beyond} ORDER BY ${order} LIMIT $${parameters.push(page.size + 1)}::int) found),
      page AS MATERIALIZED (${withinBytes(MEASURED)})
      SELECT counts.*, page.found, x.json FROM (SELECT ${isCapped ? '(SELECT count(*) FROM few) AS few, ' : ''}${total} AS total) counts
      LEFT JOIN page ON true LEFT JOIN LATERAL (SELECT ${USER_JSON} AS json FROM users u WHERE u.id = page.id ${FENCE}) x ON true
      ORDER BY page.n`;
    // Planning takes longer than finding somebody by an address; all other questions get a plan that fits their values.
    const rows =
      criteria.email !== undefined || criteria.externalId !== undefined
        ? await this.shapes.query<PageRow>(text, parameters, on)
        : (await (on ?? this.pool).query<PageRow>(text, parameters)).rows;
    const listed = rows[0]!;
    NotFewError.refuse(listed.few);
    const users = rows.map(({ json }) => json).filter((json) => json !== null);
    const isCut = users.length < (listed.found ?? 0);
    const found = keysetPage(page, users, listed.total, isCut);
    if (at === undefined) return found;
    const [first, last] = [found.items[0], found.items.at(-1)];
    return {
      ...found,
      ...(found.next && { next: { ...found.next, at: last!.updatedAt } }),
      ...(found.previous && { previous: { ...found.previous, at: first!.updatedAt } }),
    };
  }
}
