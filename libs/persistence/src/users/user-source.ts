import { comparisonKey } from '#scim';
import { FENCE } from '../connection/fence.js';
import { compileUserFilter } from '../filter/filter-to-sql.js';
import { userLookup, usersWithAddress } from '../search/user-lookup.js';
import { type UserCriteria } from './user-list.js';

/** Where the users of a list come from: the index of the criterion that fits best; the other criteria are asked of each user it finds. */
export interface UserSource {
  /** FROM and WHERE. */
  sql: string;
  /** The id's column. */
  id: string;
  /** The column that goes before the id in the order of the list. */
  at?: string;
  /** The number of all rows. */
  total: string;
  /** Of a lookup: the ids of those who alone can match, which `sql` calls `few`. */
  few?: string;
}

/** @param parameters begin with the directory's id; what the source needs is appended */
export function userSource(criteria: UserCriteria, parameters: unknown[]): UserSource {
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  const { email, externalId, groupId, updatedAfter, active, ...others } = criteria;
  const given = { email, externalId, groupId, updatedAfter, active, filter: others.filter };
  const without = (name: keyof UserCriteria) => conditions({ ...given, [name]: undefined }, parameters);

  const found = fewUsers(given, parameters);
  if (found !== undefined) {
    const rest = [...found.rest, ...conditions({ ...given, ...found.answered }, parameters)];
    const join = rest.length === 0 ? '' : ofUser('k.id', rest);
    return { ...counted(`FROM few k ${join} WHERE true`, 'k.id'), few: found.few };
  }
  if (groupId !== undefined) {
    const group = bind(groupId);
    const rest = without('groupId');
    const join = rest.length === 0 ? '' : ofUser('m.user_id', rest);
    const known = `EXISTS (SELECT FROM groups g WHERE g.id = ${group} AND g.directory_id = $1)`;
    return counted(`FROM group_members m ${join} WHERE m.group_id = ${group} AND ${known}`, 'm.user_id');
  }
  if (updatedAfter !== undefined) return changedUsers(bind(updatedAfter), without('updatedAfter'));
  const rest = without('active');
  if (active === false) {
    return counted(`FROM users u WHERE ${['u.directory_id = $1 AND NOT u.active', ...rest].join(' AND ')}`, 'u.id');
  }
  const all = [`u.directory_id = $1${active === true ? ' AND u.active' : ''}`, ...rest].join(' AND ');
  const source = counted(`FROM users u WHERE ${all}`, 'u.id');
  if (rest.length > 0) return source;
  return { ...source, total: active === true ? `${RECORDS} - (${LEFT})` : RECORDS };
}

const RECORDS = `COALESCE((SELECT c.user_records FROM directory_counters c WHERE c.directory_id = $1), 0)`;
const LEFT = `SELECT count(*) FROM users u WHERE u.directory_id = $1 AND NOT u.active`;

/** More than these are not counted one by one: neither before the other side is asked, nor where both sides have more. */
const FEW = 50_000;
/** The same where each user has to be looked at. */
const FEW_FILTERED = 10_000;

/** In the order of their changes, so that a user who changes between two pages comes again, and none is missed. */
function changedUsers(after: string, rest: string[]): UserSource {
  const join = rest.length === 0 ? '' : ofUser('c.user_id', rest);
  const sql = `FROM user_changes c ${join} WHERE c.directory_id = $1 AND c.updated_at > ${after}::timestamptz`;
  const source = { sql, id: 'c.user_id', at: 'c.updated_at' };
  if (rest.length > 0) return { ...source, total: `(SELECT count(*) FROM (SELECT ${sql} LIMIT ${FEW_FILTERED}) few)` };
  // A recent time has few changes after it, a time long ago few before it.
  const few = (comparison: string) =>
    `(SELECT count(*) FROM (SELECT FROM user_changes c WHERE c.directory_id = $1 AND c.updated_at ${comparison} ${after}::timestamptz
      LIMIT ${FEW + 1}) few)`;
  const older = `(SELECT CASE WHEN x.older <= ${FEW} THEN ${RECORDS} - x.older ELSE ${FEW} END FROM (SELECT ${few('<=')}) x(older))`;
  const total = `(SELECT CASE WHEN x.newer <= ${FEW} THEN x.newer ELSE ${older} END FROM (SELECT ${few('>')}) x(newer))`;
  return { ...source, total };
}

interface FewUsers {
  few: string;
  /** What `few` leaves to be asked of each user, beside the other criteria. */
  rest: string[];
  /** The criterion that `few` answers to the end. */
  answered: Partial<Record<keyof UserCriteria, undefined>>;
}

/** The users who alone can match, each by an index. FENCE keeps a planner without statistics from reading the whole directory. */
function fewUsers({ email, externalId, filter }: UserCriteria, parameters: unknown[]): FewUsers | undefined {
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  if (email !== undefined) {
    return { few: usersWithAddress(bind(comparisonKey(email))), rest: [], answered: { email: undefined } };
  }
  if (externalId !== undefined) {
    const few = `SELECT id FROM users WHERE directory_id = $1 AND external_id = ${bind(externalId)} ${FENCE}`;
    return { few, rest: [], answered: { externalId: undefined } };
  }
  const few = filter && userLookup(filter, bind);
  return few === undefined ? undefined : { few, rest: ['u.directory_id = $1'], answered: {} };
}

function counted(sql: string, id: string): UserSource {
  return { sql, id, total: `(SELECT count(*) ${sql})` };
}

function ofUser(id: string, conditions: string[]): string {
  return `CROSS JOIN LATERAL (SELECT FROM users u WHERE u.id = ${id} AND ${conditions.join(' AND ')} ${FENCE}) u`;
}

function conditions(criteria: UserCriteria, parameters: unknown[]): string[] {
  const where: string[] = [];
  const bind = (value: unknown) => `$${parameters.push(value)}`;
  if (criteria.updatedAfter !== undefined) where.push(`u.updated_at > ${bind(criteria.updatedAfter)}::timestamptz`);
  if (criteria.active !== undefined) where.push(`u.active = ${bind(criteria.active)}`);
  if (criteria.email !== undefined) {
    where.push(`u.email_keys @> ARRAY[${bind(comparisonKey(criteria.email))}::text]`);
  }
  if (criteria.externalId !== undefined) where.push(`u.external_id = ${bind(criteria.externalId)}`);
  if (criteria.groupId !== undefined) {
    where.push(
      `EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = ${bind(criteria.groupId)} AND m.user_id = u.id)`,
    );
  }
  if (criteria.filter !== undefined) where.push(compileUserFilter(criteria.filter, parameters));
  return where;
}
