import { type Pool, type PoolClient } from 'pg';
import { type GroupRecord, type UserRecord } from '#directory';
import { type FilterNode } from '#scim';
import { FENCE } from '../connection/fence.js';
import { compileGroupFilter, compileUserFilter } from '../filter/filter-to-sql.js';
import { bytesOf, withinBytes } from '../paging/page-bytes.js';
import { type GroupMember, GroupMembers } from './group-members.js';
import { PreparedShapes } from '../connection/prepared-shapes.js';
import { PageEnds } from './page-ends.js';
import { GROUP_JSON, USER_JSON } from './rows.js';
import { compileSort, indexedSort, type Sort } from '../filter/sort-to-sql.js';
import { GROUP_SCOPE, type SqlScope, USER_SCOPE } from '../filter/sql-scope.js';
import { capped, groupLookup, MOST_LOOKED_AT, NotFewError, presentUserLookup } from '../search/user-lookup.js';

export interface ListQuery {
  filter?: FilterNode;
  /** By id where nothing is said: the same order on every page. */
  sort?: Sort;
  /** Rows to skip. */
  offset: number;
  /** Only what comes after the row of this id; for lists in an order that an index has (`indexedSort`). */
  after?: string;
  limit: number;
}

export interface Page<T> {
  items: T[];
  /** All that match, not just this page. */
  total: number;
  /** Nothing comes after this page. */
  isLast: boolean;
}

export interface GroupWithMembers extends GroupRecord {
  /** Absent where they were not asked for; null where they are more than one answer of the database should have (`membersOf`). */
  members?: GroupMember[] | null;
}

const hasMany = (table: string): string =>
  `(SELECT count(*) FROM (SELECT FROM ${table} WHERE group_id = g.id LIMIT ${MOST_LOOKED_AT + 1}) counted) > ${MOST_LOOKED_AT}`;

/**
 * Members in the order of their ids, then what is kept as a reference: nested groups, and members not known yet. Null where they are many:
 * to read one text with all of them would hold up everybody else.
 */
const MEMBERS_JSON = `CASE WHEN ${hasMany('group_members')} OR ${hasMany('group_references')} THEN NULL ELSE COALESCE((
  SELECT json_agg(json_build_object('value', s.value, 'display', s.display, 'type', s.type)) FROM (
    SELECT * FROM (SELECT u.id AS value, left(u.profile->>'name', 1024) AS display, 'User' AS type
      FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = g.id ORDER BY u.id) a
    UNION ALL SELECT * FROM (SELECT r.value, n.display_name, CASE WHEN n.id IS NOT NULL THEN 'Group' END
      FROM group_references r LEFT JOIN groups n ON n.id = r.value AND n.directory_id = r.directory_id
      WHERE r.group_id = g.id ORDER BY r.value) b) s), '[]') END`;

/** A member with its `$ref` has some 200 bytes. */
const MEMBERS_BYTES = `200 * ((SELECT count(*) FROM group_members m WHERE m.group_id = g.id)
  + (SELECT count(*) FROM group_references r WHERE r.group_id = g.id))`;

/** What SCIM clients read: everything the IdP knows of, so no deleted users and no rule groups. */
export class DirectoryReads {
  private readonly shapes: PreparedShapes;
  private readonly ends = new PageEnds();
  private readonly members: GroupMembers;

  constructor(private readonly pool: Pool) {
    this.shapes = new PreparedShapes(pool);
    this.members = new GroupMembers(pool);
  }

  async user(directoryId: string, id: string): Promise<UserRecord | undefined> {
    const { rows } = await this.pool.query<{ json: UserRecord }>({
      name: 'scim-user',
      text: `SELECT ${USER_JSON} AS json FROM users u WHERE u.directory_id = $1 AND u.id = $2 AND u.deleted_at IS NULL`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  async group(directoryId: string, id: string): Promise<GroupRecord | undefined> {
    const { rows } = await this.pool.query<{ json: GroupRecord }>({
      name: 'scim-group',
      text: `SELECT ${GROUP_JSON} AS json FROM groups g WHERE g.directory_id = $1 AND g.id = $2 AND g.source <> 'rule'`,
      values: [directoryId, id],
    });
    return rows[0]?.json;
  }

  /** Of a group that was read before, a portion at a time. @param on the connection of a search */
  membersOf(groupId: string, on: PoolClient): AsyncIterable<GroupMember[]> {
    return this.members.all(groupId, on);
  }

  /** As `membersOf`, on a connection of the writes. @throws NotFewError where they are many */
  async fewMembersOf(groupId: string): Promise<GroupMember[]> {
    return (await this.members.ofFew([groupId])).get(groupId)!;
  }

  /** @param on the connection of a search; a lookup has none, and looks at few rows. @throws NotFewError */
  users(directoryId: string, query: ListQuery, on?: PoolClient): Promise<Page<UserRecord>> {
    const parameters: unknown[] = [directoryId];
    const plan: ListPlan<{ json: UserRecord }, UserRecord> = {
      from: 'users',
      alias: 'u',
      visible: query.sort && indexedSort(query.sort) === 'user_name_key' ? PRESENT : IN_DIRECTORY,
      condition: query.filter && compileUserFilter(query.filter, parameters),
      few: query.filter && presentUserLookup(query.filter, (value) => `$${parameters.push(value)}`),
      total: 'SELECT users AS total FROM directory_counters WHERE directory_id = $1',
      select: `${USER_JSON} AS json`,
      bytes: `${bytesOf('u.resource')} + ${bytesOf('u.profile')}`,
      scope: USER_SCOPE,
      read: (row) => row.json,
    };
    return this.page(plan, query, parameters, on);
  }

  /** @param on the connection of a search; a lookup has none, and looks at few rows. @throws NotFewError */
  async groups(
    directoryId: string,
    query: ListQuery,
    withMembers: boolean,
    on?: PoolClient,
  ): Promise<Page<GroupWithMembers>> {
    // A lookup looks at few groups, and these may have any number of members.
    const inPage = withMembers && on !== undefined;
    const parameters: unknown[] = [directoryId];
    const plan: ListPlan<{ json: GroupRecord; members?: GroupMember[] | null }, GroupWithMembers> = {
      from: 'groups',
      alias: 'g',
      visible: `g.directory_id = $1 AND g.source <> 'rule'`,
      condition: query.filter && compileGroupFilter(query.filter, parameters),
      few: query.filter && groupLookup(query.filter, (value) => `$${parameters.push(value)}`),
      total: `SELECT groups - (SELECT count(*) FROM groups WHERE directory_id = $1 AND source = 'rule') AS total
        FROM directory_counters WHERE directory_id = $1`,
      select: `${GROUP_JSON} AS json ${inPage ? `, ${MEMBERS_JSON} AS members` : ''}`,
      bytes: inPage ? `${bytesOf('g.resource')} + ${MEMBERS_BYTES}` : bytesOf('g.resource'),
      scope: GROUP_SCOPE,
      read: (row) => ({ ...row.json, members: row.members }),
    };
    const page = await this.page(plan, query, parameters, on);
    if (!withMembers || inPage) return page;
    const members = await this.members.ofFew(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((group) => ({ ...group, members: members.get(group.id)! })) };
  }

  /** As `read`, where a walk through a long list by numbers goes on from the row at which its last page ended. */
  private async page<Row extends object, T extends { id: string }>(
    plan: ListPlan<Row, T>,
    query: ListQuery,
    parameters: unknown[],
    on: PoolClient | undefined,
  ): Promise<Page<T>> {
    const isPlain = plan.condition === undefined && query.sort === undefined && query.after === undefined;
    if (!isPlain) return await this.read(plan, query, parameters, on);
    const list = `${plan.from} ${String(parameters[0])}`;
    const after = query.offset >= FAR ? this.ends.before(list, query.offset) : undefined;
    const found = await this.read(plan, after === undefined ? query : { ...query, offset: 0, after }, parameters, on);
    const [last, end] = [found.items.at(-1), query.offset + found.items.length];
    if (last !== undefined && !found.isLast && end >= FAR) this.ends.keep(list, end, last.id);
    return found;
  }

  private async read<Row extends object, T>(
    plan: ListPlan<Row, T>,
    query: ListQuery,
    parameters: unknown[],
    on: PoolClient | undefined,
  ): Promise<Page<T>> {
    const { alias } = plan;
    const isCapped = plan.few !== undefined && on === undefined;
    const from = sourceOf(plan, isCapped);
    const where = plan.condition === undefined ? plan.visible : `${plan.visible} AND ${plan.condition}`;
    // Taken before the page's own parameters: the count has none of them.
    const filterParameters = [...parameters];
    const isFirst = query.offset === 0 && query.after === undefined;
    let items: T[] = [];
    let isLast = true;
    if (plan.condition === undefined && query.offset >= FAR) {
      const total = await this.count(plan, where, filterParameters, on);
      if (query.offset > total / 2) return await this.pageFromTheEnd(plan, query, parameters, total, on);
    }
    if (query.limit > 0) {
      if (query.after !== undefined) parameters.push(query.after);
      const beyond =
        query.after === undefined ? '' : `AND ${afterRow(query.sort, plan, `$${parameters.length}::text`)}`;
      const order = query.sort ? compileSort(query.sort, plan.scope, `${alias}.id`, parameters) : `${alias}.id`;
      // The rows are found by id alone and built afterwards: PostgreSQL would build every row that OFFSET skips. One more than
      // asked for tells whether there is a next page.
      const text = `WITH ${isCapped ? `few AS MATERIALIZED (${capped(plan.few!)}), ` : ''}listed AS MATERIALIZED (
          SELECT id, row_number() OVER () AS n FROM (
            SELECT ${alias}.id FROM ${from} WHERE ${where} ${beyond}
            ORDER BY ${order} LIMIT $${parameters.push(query.limit + 1)}::int OFFSET $${parameters.push(query.offset)}::bigint) found),
        page AS MATERIALIZED (${withinBytes(measured(plan))})
        ${isCapped ? CAPPED : 'SELECT item.*, page.found FROM page'}
        ${isCapped ? 'LEFT' : 'INNER'} JOIN LATERAL (
          SELECT ${plan.select} FROM ${plan.from} ${alias} WHERE ${alias}.id = page.id ${FENCE}) item ON true ORDER BY page.n`;
      const answered = await this.shapes.query<Row & { found: number | null; few?: number }>(text, parameters, on);
      NotFewError.refuse(answered[0]?.few);
      // A capped list says how many rows it has looked at, also where none of them matched.
      const rows = answered.filter(({ found }) => found !== null);
      isLast = rows.length <= query.limit && rows.length === (rows[0]?.found ?? 0);
      items = rows.slice(0, query.limit).map(plan.read);
      // A list that fits one page counts itself: the commonest query, `userName eq`, needs no second one.
      if (isFirst && isLast) return { items, total: items.length, isLast };
    }
    return { items, total: await this.count(plan, where, filterParameters, on), isLast };
  }

  /** Of a list without a filter: a page beyond the middle is nearer to the end. */
  private async pageFromTheEnd<Row extends object, T>(
    plan: ListPlan<Row, T>,
    query: ListQuery,
    parameters: unknown[],
    total: number,
    on: PoolClient | undefined,
  ): Promise<Page<T>> {
    const { from, alias } = plan;
    const count = Math.max(0, Math.min(query.limit, total - query.offset));
    const isLast = query.offset + count >= total;
    if (count === 0) return { items: [], total, isLast };
    const order = query.sort
      ? compileSort(query.sort, plan.scope, `${alias}.id`, parameters, true)
      : `${alias}.id DESC`;
    const limit = `LIMIT $${parameters.push(count)}::int OFFSET $${parameters.push(total - query.offset - count)}::bigint`;
    const text = `WITH listed AS MATERIALIZED (
        SELECT id, row_number() OVER () AS n FROM (
          SELECT ${alias}.id FROM ${from} ${alias} WHERE ${plan.visible} ORDER BY ${order} ${limit}) found),
      page AS MATERIALIZED (${withinBytes(measured(plan), 'n DESC')})
      SELECT item.*, page.found FROM page
      CROSS JOIN LATERAL (SELECT ${plan.select} FROM ${from} ${alias} WHERE ${alias}.id = page.id ${FENCE}) item ORDER BY page.n DESC`;
    const rows = await this.shapes.query<Row>(text, parameters, on);
    return { items: rows.map(plan.read), total, isLast: isLast && rows.length === count };
  }

  private async count(
    plan: Pick<ListPlan<object, unknown>, 'from' | 'alias' | 'condition' | 'few' | 'total'>,
    where: string,
    parameters: unknown[],
    on: PoolClient | undefined,
  ): Promise<number> {
    const counted =
      plan.few === undefined || on !== undefined ? countAll(plan, where) : countFew(plan.few, plan, where);
    const { rows } = await (on ?? this.pool).query<{ total: number; few?: number }>(
      plan.condition === undefined ? plan.total : counted,
      parameters,
    );
    NotFewError.refuse(rows[0]?.few);
    return rows[0]?.total ?? 0;
  }
}

/** Of `users u`. The index by userName is of those who are present, and is used where they are asked for in these words. */
const PRESENT = 'u.directory_id = $1 AND u.deleted_at IS NULL';

/**
 * The same in other words: without statistics a planner takes "IS NULL" for one in 200, and so few users for easier to sort than to read
 * in the order of their index.
 */
const IN_DIRECTORY = `u.directory_id = $1 AND COALESCE(u.deleted_at, '-infinity') <= '-infinity'`;

/** From here on it is worth asking from which end a page is nearer. */
const FAR = 1_000;

type Source = Pick<ListPlan<object, unknown>, 'from' | 'alias' | 'few'>;

const countAll = (plan: Source, where: string): string =>
  `SELECT count(*) AS total FROM ${sourceOf(plan, false)} WHERE ${where}`;

const countFew = (few: string, plan: Source, where: string): string => `WITH few AS MATERIALIZED (${capped(few)})
  SELECT count(*) AS total, (SELECT count(*) FROM few) AS few FROM ${sourceOf(plan, true)} WHERE ${where}`;

/** One row at least, with the number of rows that were looked at. */
const CAPPED = `SELECT item.*, page.found, looked.few FROM (SELECT count(*) AS few FROM few) looked LEFT JOIN page ON true`;

/**
 * FROM: the whole table, or those who alone can match. FENCE keeps a planner without statistics from turning the join round.
 * @param isCapped the CTE `few` has them
 */
function sourceOf({ from, alias, few }: Source, isCapped: boolean): string {
  if (few === undefined) return `${from} ${alias}`;
  return `${isCapped ? '' : `(${few}) `}few CROSS JOIN LATERAL (SELECT * FROM ${from} WHERE id = few.id ${FENCE}) ${alias}`;
}

/** The rows of a page, before it is cut, with their sizes. */
function measured({ from, alias, bytes }: Pick<ListPlan<object, unknown>, 'from' | 'alias' | 'bytes'>): string {
  return `listed CROSS JOIN LATERAL (SELECT ${bytes} AS bytes FROM ${from} ${alias} WHERE ${alias}.id = listed.id ${FENCE}) size`;
}

/** What comes after the row of an id, in an order that an index has. */
function afterRow(
  sort: Sort | undefined,
  { from, alias }: Pick<ListPlan<object, unknown>, 'from' | 'alias'>,
  id: string,
): string {
  const column = sort && indexedSort(sort);
  const comparison = sort?.descending === true ? '<' : '>';
  if (column === undefined || column === 'id') return `${alias}.id ${comparison} ${id}`;
  return `${alias}.${column} ${comparison} (SELECT ${column} FROM ${from} WHERE id = ${id})`;
}

interface ListPlan<Row, T> {
  from: 'users' | 'groups';
  alias: string;
  /** What this client may see at all. */
  visible: string;
  condition: string | undefined;
  /** The ids of those who alone can match. */
  few: string | undefined;
  /** How many are visible. */
  total: string;
  select: string;
  /** SQL: how large a row's answer is, more or less. */
  bytes: string;
  scope: SqlScope;
  read: (row: Row) => T;
}
