import { type Pool, type PoolClient } from 'pg';
import { MOST_LOOKED_AT, NotFewError } from '../search/user-lookup.js';

export interface GroupMember {
  value: string;
  display: string | null;
  type: 'User' | 'Group' | null;
}

/** Members of one statement: reading and writing them down takes some milliseconds. */
const PORTION = 2_000;

/** Users in the order of their ids. `limited` has the `user_id` of each. */
const userMembers = (limited: string): string =>
  `SELECT u.id AS value, left(u.profile->>'name', 1024) AS display, 'User' AS type FROM ${limited} m JOIN users u ON u.id = m.user_id`;

/** What is kept as a reference: nested groups, and members not known yet. */
const referredMembers = (limited: string): string =>
  `SELECT r.value, n.display_name AS display, CASE WHEN n.id IS NOT NULL THEN 'Group' END AS type
    FROM ${limited} r LEFT JOIN groups n ON n.id = r.value AND n.directory_id = r.directory_id`;

const FEW = MOST_LOOKED_AT + 1;

const OF_FEW = `SELECT w.id AS "groupId", m.value, m.display, m.type FROM unnest($1::text[]) w(id) CROSS JOIN LATERAL (
    SELECT 0 AS place, a.* FROM (${userMembers(
      `(SELECT user_id FROM group_members WHERE group_id = w.id ORDER BY user_id LIMIT ${FEW})`,
    )}) a
    UNION ALL SELECT 1, b.* FROM (${referredMembers(
      `(SELECT value, directory_id FROM group_references WHERE group_id = w.id ORDER BY value LIMIT ${FEW})`,
    )}) b LIMIT ${FEW}) m ORDER BY w.id, m.place, m.value LIMIT ${FEW}`;

const USERS_AFTER = `${userMembers(
  `(SELECT user_id FROM group_members WHERE group_id = $1 AND user_id > $2 ORDER BY user_id LIMIT ${PORTION})`,
)} ORDER BY u.id`;

const REFERENCES_AFTER = `${referredMembers(
  `(SELECT value, directory_id FROM group_references WHERE group_id = $1 AND value > $2 ORDER BY value LIMIT ${PORTION})`,
)} ORDER BY r.value`;

/** Who is in a group: its users in the order of their ids, then its references in the order of their values. */
export class GroupMembers {
  constructor(private readonly pool: Pool) {}

  /** Of groups that have few, by their ids. @throws NotFewError */
  async ofFew(groupIds: string[]): Promise<Map<string, GroupMember[]>> {
    const found = new Map(groupIds.map((id): [string, GroupMember[]] => [id, []]));
    if (groupIds.length === 0) return found;
    const { rows } = await this.pool.query<GroupMember & { groupId: string }>({
      name: 'scim-few-members',
      text: OF_FEW,
      values: [groupIds],
    });
    NotFewError.refuse(rows.length);
    for (const { groupId, ...member } of rows) found.get(groupId)!.push(member);
    return found;
  }

  /** All of one group, as they were at one moment, a portion at a time. @param on the connection of a search */
  async *all(groupId: string, on: PoolClient): AsyncGenerator<GroupMember[]> {
    await on.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      yield* this.portions(USERS_AFTER, groupId, on);
      yield* this.portions(REFERENCES_AFTER, groupId, on);
    } finally {
      // Nothing was written. The connection is the next search's, unless it is broken.
      await on.query('ROLLBACK').catch(() => undefined);
    }
  }

  private async *portions(text: string, groupId: string, on: PoolClient): AsyncGenerator<GroupMember[]> {
    for (let after = ''; ;) {
      const { rows } = await on.query<GroupMember>(text, [groupId, after]);
      yield rows;
      if (rows.length < PORTION) return;
      after = rows.at(-1)!.value;
    }
  }
}
