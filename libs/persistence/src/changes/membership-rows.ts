import { ANNOUNCED_AT_ONCE, type MembershipChange, type MembershipRows, type Reference } from '#directory';
import { type FilterNode } from '#scim';
import { FENCE } from '../connection/fence.js';
import { type DirectoryQueries } from './directory-queries.js';
import { takeAway } from './take-away.js';
import { compileMemberFilter } from '../filter/filter-to-sql.js';
import { USER_BYTES } from '../resources/rows.js';

// Of each value in $3 the user: by id, or by externalId where no id fits; null where there is none.
const MEMBERS = `
  SELECT g.value, COALESCE(i.id, e.id) AS id
  FROM (SELECT DISTINCT unnest($3::text[]) AS value) g
  LEFT JOIN LATERAL (
    SELECT x.id FROM (SELECT id, directory_id, deleted_at FROM users WHERE id = g.value ${FENCE}) x
    WHERE x.directory_id = $1 AND x.deleted_at IS NULL) i ON true
  LEFT JOIN LATERAL (
    SELECT min(x.id) AS id FROM (SELECT id, deleted_at FROM users WHERE directory_id = $1 AND external_id = g.value ${FENCE}) x
    WHERE x.deleted_at IS NULL AND i.id IS NULL) e ON true`;

/** SQL: how large the records of the users of `changed` are, unless there are more than are announced at once. */
const recordBytes = (changed: 'added' | 'removed'): string => `COALESCE((
  SELECT sum(${USER_BYTES}) FROM ${changed} c CROSS JOIN LATERAL (SELECT * FROM users WHERE id = c.user_id ${FENCE}) u
  WHERE (SELECT count(*) FROM ${changed}) <= ${ANNOUNCED_AT_ONCE}), 0)::bigint`;

/** Members that came or went, references that came or went, and the bytes of the members' records. */
interface Changed {
  ids: string[];
  refs: number;
  bytes: number;
}

/** Who is in which group of a directory, and who a group waits for. */
export class PostgresMembershipRows implements MembershipRows {
  constructor(private readonly queries: DirectoryQueries) {}

  referencesTo(values: string[]): Promise<Reference[]> {
    const sql = `SELECT r.value, g.id AS "groupId", g.display_name AS "groupName"
      FROM (SELECT DISTINCT unnest($2::text[]) AS k) given
        CROSS JOIN LATERAL (SELECT value, group_id FROM group_references WHERE directory_id = $1 AND value = k ${FENCE}) r
        CROSS JOIN LATERAL (SELECT id, display_name FROM groups WHERE id = r.group_id ${FENCE}) g ORDER BY g.id`;
    return this.queries.run<Reference>('references-to', sql, [values]);
  }

  async foreignMembers(values: string[]): Promise<string[]> {
    const sql = `
      SELECT x.id FROM (SELECT unnest($2::text[]) AS k) given CROSS JOIN LATERAL (
        SELECT id, directory_id FROM users WHERE id = k UNION ALL SELECT id, directory_id FROM groups WHERE id = k ${FENCE}) x
      WHERE x.directory_id <> $1 LIMIT 1`;
    return (await this.queries.run<{ id: string }>('members-foreign', sql, [values])).map(({ id }) => id);
  }

  /** A value is a user's id, or an externalId where no id fits; anything else is kept as a reference. */
  async addMembers(groupId: string, values: string[]): Promise<MembershipChange> {
    const sql = `
      WITH found AS MATERIALIZED (${MEMBERS}),
      added AS (
        INSERT INTO group_members (directory_id, group_id, user_id)
        SELECT DISTINCT $1, $2, id FROM found WHERE id IS NOT NULL ON CONFLICT DO NOTHING RETURNING user_id),
      kept AS (
        INSERT INTO group_references (directory_id, group_id, value)
        SELECT $1, $2, value FROM found WHERE id IS NULL ON CONFLICT DO NOTHING RETURNING value)
      SELECT ARRAY(SELECT user_id FROM added) AS ids, (SELECT count(*) FROM kept) AS refs, ${recordBytes('added')} AS bytes`;
    const { ids, refs, bytes } = await this.change('members-add', sql, [groupId, values]);
    return { added: ids, removed: [], changed: ids.length + refs > 0, bytes };
  }

  async removeMembers(groupId: string, values: string[]): Promise<MembershipChange> {
    const sql = `
      WITH removed AS (${takeAway(
        'group_members',
        `(SELECT unnest($3::text[]) AS id
          UNION SELECT u.id FROM (SELECT unnest($3::text[]) AS k) given CROSS JOIN LATERAL (
            SELECT id FROM users WHERE directory_id = $1 AND external_id = k ${FENCE}) u) who`,
        'directory_id = $1 AND group_id = $2 AND user_id = who.id',
      )} RETURNING user_id),
      forgotten AS (${takeAway(
        'group_references',
        '(SELECT unnest($3::text[]) AS k) given',
        'directory_id = $1 AND group_id = $2 AND value = k',
      )} RETURNING value)
      SELECT ARRAY(SELECT user_id FROM removed) AS ids, (SELECT count(*) FROM forgotten) AS refs, ${recordBytes('removed')} AS bytes`;
    const { ids, refs, bytes } = await this.change('members-remove', sql, [groupId, values]);
    return { added: [], removed: ids, changed: ids.length + refs > 0, bytes };
  }

  async removeMembersWhere(groupId: string, filter: FilterNode): Promise<MembershipChange> {
    const parameters: unknown[] = [this.queries.directoryId, groupId];
    const condition = compileMemberFilter(filter, parameters);
    const { rows } = await this.queries.client.query<{ ids: string[]; bytes: number }>(
      `WITH removed AS (
        DELETE FROM group_members m USING users u
        WHERE m.group_id = $2 AND m.directory_id = $1 AND u.id = m.user_id AND ${condition} RETURNING m.user_id)
      SELECT ARRAY(SELECT user_id FROM removed) AS ids, ${recordBytes('removed')} AS bytes`,
      parameters,
    );
    const { ids, bytes } = rows[0]!;
    return { added: [], removed: ids, changed: ids.length > 0, bytes };
  }

  async replaceMembers(groupId: string, values: string[]): Promise<MembershipChange> {
    const sql = `
      WITH wanted AS MATERIALIZED (SELECT id FROM (${MEMBERS}) found WHERE id IS NOT NULL),
      removed AS (
        DELETE FROM group_members m WHERE m.group_id = $2 AND m.directory_id = $1
          AND m.user_id NOT IN (SELECT id FROM wanted) RETURNING m.user_id),
      -- The directory outside the fence: an index that begins with it reads all of it where a planner expects few.
      forgotten AS (
        DELETE FROM group_references r WHERE r.ctid = ANY (ARRAY(
          SELECT here.ctid FROM (
            SELECT ctid, directory_id FROM group_references WHERE group_id = $2 AND value <> ALL($3) ${FENCE}) here
          WHERE here.directory_id = $1)) RETURNING value)
      SELECT ARRAY(SELECT user_id FROM removed) AS ids, (SELECT count(*) FROM forgotten) AS refs, ${recordBytes('removed')} AS bytes`;
    const { ids, refs, bytes } = await this.change('members-retain', sql, [groupId, values]);
    const adding = await this.addMembers(groupId, values);
    return {
      added: adding.added,
      removed: ids,
      changed: adding.changed || ids.length + refs > 0,
      bytes: bytes + adding.bytes,
    };
  }

  async deferAnnouncements(
    group: { id: string; displayName: string; version: number },
    added: string[],
    removed: string[],
    at: string,
  ): Promise<void> {
    // What the last event of each said: the groups of now, without this one for who came, with it for who left.
    const sql = `
      INSERT INTO pending_announcements (directory_id, user_id, previous_groups, created_at)
      SELECT $1, t.id, COALESCE((
          SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'version', s.version) ORDER BY s.id) FROM (
            SELECT g.id, g.display_name AS name, g.version FROM group_members m JOIN groups g ON g.id = m.group_id
            WHERE m.user_id = t.id AND g.id <> $2
            UNION ALL SELECT $2, $3, $7::bigint WHERE t.left_it) s), '[]'), $6
      FROM (SELECT unnest($4::text[]) AS id, false AS left_it UNION ALL SELECT unnest($5::text[]), true) t
      ON CONFLICT DO NOTHING`;
    await this.queries.run('announcements-defer', sql, [
      group.id,
      group.displayName,
      added,
      removed,
      at,
      group.version,
    ]);
  }

  private async change(name: string, sql: string, values: unknown[]): Promise<Changed> {
    return (await this.queries.run<Changed>(name, sql, values))[0]!;
  }
}
