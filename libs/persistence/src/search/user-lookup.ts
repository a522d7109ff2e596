import { type AttributePath, comparisonKey, type FilterNode } from '#scim';
import { FENCE } from '../connection/fence.js';

type Bind = (value: unknown) => string;

/**
 * A query of the ids of those who alone can match a filter, by the index of one of its parts; undefined where no part has one. The filter
 * itself is still to be asked. $1 is the directory.
 */
export function userLookup(node: FilterNode, bind: Bind): string | undefined {
  return lookUp(node, USERS, bind);
}

/** As `userLookup`, of those who are present: SCIM shows nobody who has left, and many may have left under one name. */
export function presentUserLookup(node: FilterNode, bind: Bind): string | undefined {
  return lookUp(node, PRESENT_USERS, bind);
}

export function groupLookup(node: FilterNode, bind: Bind): string | undefined {
  const found = required(node, (path) => GROUPS[nameOf(path)]);
  return found?.lookup(bind, found.value);
}

/**
 * Whether a filter is a lookup: an index leads to so few rows that looking at each of them takes no time. That is what identity
 * providers ask before each write: `userName eq`, `externalId eq`, `id eq "group" and members eq "user"`. The members of a group are many.
 */
export function findsFewUsers(node: FilterNode): boolean {
  return required(node, narrowUsers) !== undefined;
}

/** As `findsFewUsers`: also one user's groups. */
export function findsFewGroups(node: FilterNode): boolean {
  return required(node, (path) => GROUPS[nameOf(path)]) !== undefined;
}

/**
 * Rows that a lookup looks at. An address, an externalId or a group's name may be that of a whole directory: a lookup that finds more is a
 * search after all, and asked again as one.
 */
export const MOST_LOOKED_AT = 1_000;

/** SQL of the ids that a lookup looks at: one more than it may, so that it can tell. */
export function capped(few: string): string {
  return `SELECT id FROM (${few}) capped LIMIT ${MOST_LOOKED_AT + 1}`;
}

/** A lookup that leads to too many rows. */
export class NotFewError extends Error {
  /** @throws NotFewError */
  static refuse(few: number | null | undefined): void {
    if ((few ?? 0) > MOST_LOOKED_AT) throw new NotFewError();
  }
}

/** SQL of the ids of the users of the directory $1 with that address, by its comparison key. */
export function usersWithAddress(key: string): string {
  return `SELECT id FROM users WHERE directory_keys(directory_id, email_keys) @> ARRAY[$1::text || ' ' || ${key}::text] ${FENCE}`;
}

type Lookup = (bind: Bind, value: string) => string;

const byName = (key: string) => `directory_id = $1 AND user_name_key = ${key}`;

const USERS: Record<string, Lookup> = {
  id: (bind, id) => `SELECT id FROM users WHERE id = ${bind(id)} ${FENCE}`,
  // Two indexes: of those who are present, and of those who have left.
  userName: (bind, name) => {
    const key = byName(bind(comparisonKey(name)));
    return `SELECT id FROM (SELECT id FROM users WHERE ${key} AND deleted_at IS NULL ${FENCE}) present
      UNION ALL SELECT id FROM (SELECT id FROM users WHERE ${key} AND deleted_at IS NOT NULL ${FENCE}) gone`;
  },
  externalId: (bind, id) => `SELECT id FROM users WHERE directory_id = $1 AND external_id = ${bind(id)} ${FENCE}`,
  'emails.value': (bind, value) => usersWithAddress(bind(comparisonKey(value))),
  'groups.value': (bind, id) => `SELECT user_id AS id FROM group_members WHERE group_id = ${bind(id)} ${FENCE}`,
};

const PRESENT_USERS: Record<string, Lookup> = {
  ...USERS,
  userName: (bind, name) =>
    `SELECT id FROM users WHERE ${byName(bind(comparisonKey(name)))} AND deleted_at IS NULL ${FENCE}`,
  externalId: (bind, id) =>
    `SELECT id FROM users WHERE directory_id = $1 AND external_id = ${bind(id)} AND deleted_at IS NULL ${FENCE}`,
};

const GROUPS: Record<string, Lookup> = {
  id: (bind, id) => `SELECT id FROM groups WHERE id = ${bind(id)} ${FENCE}`,
  displayName: (bind, name) =>
    `SELECT id FROM groups WHERE directory_id = $1 AND display_name_key = ${bind(comparisonKey(name))} ${FENCE}`,
  externalId: (bind, id) => `SELECT id FROM groups WHERE directory_id = $1 AND external_id = ${bind(id)} ${FENCE}`,
  'members.value': (bind, id) => `SELECT group_id AS id FROM group_members WHERE user_id = ${bind(id)} ${FENCE}`,
};

const narrowUsers = (path: AttributePath): Lookup | undefined =>
  nameOf(path) === 'groups.value' ? undefined : USERS[nameOf(path)];

function lookUp(node: FilterNode, users: Record<string, Lookup>, bind: Bind): string | undefined {
  // A part that leads to one user goes before a part that leads to all members of a group.
  const of = (path: AttributePath) => users[nameOf(path)];
  const found =
    required(node, (path) => (narrowUsers(path) === undefined ? undefined : of(path))) ?? required(node, of);
  return found?.lookup(bind, found.value);
}

function required(
  node: FilterNode,
  lookupOf: (path: AttributePath) => Lookup | undefined,
): { lookup: Lookup; value: string } | undefined {
  switch (node.kind) {
    case 'and':
      return required(node.left, lookupOf) ?? required(node.right, lookupOf);
    case 'valuePath': {
      const { path } = node;
      return required(node.node, (inner) =>
        inner.attribute === 'value' ? lookupOf({ ...path, subAttribute: 'value' }) : undefined,
      );
    }
    case 'compare': {
      if (node.op !== 'eq' || typeof node.value !== 'string') return undefined;
      const lookup = lookupOf(node.path);
      return lookup && { lookup, value: node.value };
    }
    default:
      return undefined;
  }
}

function nameOf({ urn, attribute, subAttribute }: AttributePath): string {
  if (urn !== undefined) return '';
  return subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`;
}
