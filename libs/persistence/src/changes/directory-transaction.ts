import { type PoolClient } from 'pg';
import {
  ANNOUNCED_AT_ONCE,
  type Departure,
  type DirectoryState,
  type DirectoryTransaction,
  type GroupRecord,
  type HeldKind,
  type HeldState,
  type MembershipChange,
  type Needs,
  type Portion,
  type Recomputation,
  type Reference,
  type StoredGroupRule,
  type UserProfile,
  type UserRecord,
  type WriteSet,
} from '#directory';
import { mailSettings } from '#mail';
import { type FilterNode } from '#scim';
import { FENCE } from '../connection/fence.js';
import { forgetAnswers } from '../delivery-rows/forget-answers.js';
import { DirectoryUpkeep, withDefaults } from './directory-upkeep.js';
import { compileMemberFilter } from '../filter/filter-to-sql.js';
import { corkUntilNextTick } from '../connection/cork-until-next-tick.js';
import { findUsersStatement, loadStatement } from './load-statement.js';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { GROUP_JSON, USER_BYTES, USER_JSON, type GroupRow, type UserRow } from '../resources/rows.js';
import { writeStatement } from './write-statement.js';

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

/** Groups of one name: more than the changes of a batch, so that one is left which the batch did not change. */
const NAMESAKES = 101;

/** Members that came or went, references that came or went, and the bytes of the members' records. */
interface Changed {
  ids: string[];
  refs: number;
  bytes: number;
}

interface EventRow {
  id: string;
  sequence: number;
  body: string;
  found: number;
}

export class PostgresDirectoryTransaction implements DirectoryTransaction {
  /** Rejects with the first write that failed. */
  written: Promise<void> = Promise.resolve();

  private readonly upkeep: DirectoryUpkeep;

  constructor(
    private readonly client: PoolClient,
    private readonly directoryId: string,
    private readonly mails = false,
  ) {
    this.upkeep = new DirectoryUpkeep(client, directoryId);
  }

  async load(needs: Needs): Promise<DirectoryState | undefined> {
    const { rows } = await this.client.query<Omit<DirectoryState, 'id'>>(
      loadStatement(this.directoryId, needs, this.mails),
    );
    const row = rows[0];
    if (row?.mail) row.mail.settings = mailSettings(row.mail.settings);
    return row && { ...withDefaults(row), id: this.directoryId };
  }

  async findUsers(nameKeys: string[], externalIds: string[]): Promise<UserRecord[]> {
    const { rows } = await this.client.query<UserRow>(findUsersStatement(this.directoryId, nameKeys, externalIds));
    return rows.map(({ json }) => json);
  }

  async findGroupsByName(key: string, externalId: string | null): Promise<GroupRecord[]> {
    const named = (condition: string): string => `(SELECT ${GROUP_JSON} AS json FROM groups g
      WHERE g.directory_id = $1 AND g.display_name_key = $2 AND g.source = 'scim' ${condition} LIMIT ${NAMESAKES})`;
    const rows =
      externalId === null
        ? await this.query<GroupRow>('groups-by-name', named(''), [key])
        : await this.query<GroupRow>(
            'groups-by-name-and-id',
            `${named('AND g.external_id IS NULL')} UNION ALL ${named('AND g.external_id = $3')}`,
            [key, externalId],
          );
    return rows.map(({ json }) => json);
  }

  async loadUsers(ids: string[]): Promise<UserRecord[]> {
    const sql = `SELECT ${USER_JSON} AS json FROM users u WHERE u.directory_id = $1 AND u.id = ANY($2) ORDER BY u.id`;
    return (await this.query<UserRow>('users-by-id', sql, [ids])).map(({ json }) => json);
  }

  async userIds(ids: string[]): Promise<string[]> {
    const sql = 'SELECT id FROM users WHERE directory_id = $1 AND id = ANY($2)';
    return (await this.query<{ id: string }>('user-ids', sql, [ids])).map(({ id }) => id);
  }

  async loadGroups(ids: string[]): Promise<GroupRecord[]> {
    const sql = `SELECT ${GROUP_JSON} AS json FROM groups g WHERE g.id = ANY($2) AND g.directory_id = $1 ORDER BY g.id`;
    return (await this.query<GroupRow>('groups-by-id', sql, [ids])).map(({ json }) => json);
  }

  referencesTo(values: string[]): Promise<Reference[]> {
    const sql = `SELECT r.value, g.id AS "groupId", g.display_name AS "groupName"
      FROM group_references r JOIN groups g ON g.id = r.group_id WHERE r.directory_id = $1 AND r.value = ANY($2) ORDER BY g.id`;
    return this.query<Reference>('references-to', sql, [values]);
  }

  async foreignMembers(values: string[]): Promise<string[]> {
    const sql = `
      SELECT id FROM users WHERE id = ANY($2) AND directory_id <> $1
      UNION ALL SELECT id FROM groups WHERE id = ANY($2) AND directory_id <> $1 LIMIT 1`;
    return (await this.query<{ id: string }>('members-foreign', sql, [values])).map(({ id }) => id);
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
      WITH removed AS (
        DELETE FROM group_members m WHERE m.group_id = $2 AND m.directory_id = $1 AND m.user_id = ANY (ARRAY(
          SELECT unnest($3::text[])
          UNION SELECT u.id FROM (SELECT unnest($3::text[]) AS k) given CROSS JOIN LATERAL (
            SELECT id FROM users WHERE directory_id = $1 AND external_id = k ${FENCE}) u)) RETURNING m.user_id),
      forgotten AS (DELETE FROM group_references WHERE group_id = $2 AND directory_id = $1 AND value = ANY($3) RETURNING value)
      SELECT ARRAY(SELECT user_id FROM removed) AS ids, (SELECT count(*) FROM forgotten) AS refs, ${recordBytes('removed')} AS bytes`;
    const { ids, refs, bytes } = await this.change('members-remove', sql, [groupId, values]);
    return { added: [], removed: ids, changed: ids.length + refs > 0, bytes };
  }

  async removeMembersWhere(groupId: string, filter: FilterNode): Promise<MembershipChange> {
    const parameters: unknown[] = [this.directoryId, groupId];
    const condition = compileMemberFilter(filter, parameters);
    const { rows } = await this.client.query<{ ids: string[]; bytes: number }>(
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
      forgotten AS (
        DELETE FROM group_references WHERE group_id = $2 AND directory_id = $1 AND value <> ALL($3) RETURNING value)
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
    group: { id: string; displayName: string },
    added: string[],
    removed: string[],
    at: string,
  ): Promise<void> {
    // What the last event of each said: the groups of now, without this one for who came, with it for who left.
    const sql = `
      INSERT INTO pending_announcements (directory_id, user_id, previous_groups, created_at)
      SELECT $1, t.id, COALESCE((
          SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) ORDER BY s.id) FROM (
            SELECT g.id, g.display_name AS name FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = t.id AND g.id <> $2
            UNION ALL SELECT $2, $3 WHERE t.left_it) s), '[]'), $6
      FROM (SELECT unnest($4::text[]) AS id, false AS left_it UNION ALL SELECT unnest($5::text[]), true) t
      ON CONFLICT DO NOTHING`;
    await this.query('announcements-defer', sql, [group.id, group.displayName, added, removed, at]);
  }

  deferredUsers(limit: number): Promise<Portion<UserRecord>> {
    return this.upkeep.deferredUsers(limit);
  }

  recompute(limit: number): Promise<Recomputation | undefined> {
    return this.upkeep.recompute(limit);
  }

  setDepartures(departures: Departure[]): Promise<void> {
    return this.upkeep.setDepartures(departures);
  }

  departing(at: string, limit: number): Promise<Portion<UserRecord>> {
    return this.upkeep.departing(at, limit);
  }

  markErased(userIds: string[], at: string): Promise<void> {
    return this.upkeep.markErased(userIds, at);
  }

  heldState(userId: string): Promise<HeldState | undefined> {
    return this.upkeep.heldState(userId);
  }

  recentDepartures(since: string, most: number): Promise<{ left: number; waiting: boolean }> {
    return this.upkeep.recentDepartures(since, most);
  }

  hold(userId: string, kind: HeldKind, at: string): Promise<void> {
    return this.upkeep.hold(userId, kind, at);
  }

  unhold(userIds: string[]): Promise<void> {
    return this.upkeep.unhold(userIds);
  }

  approvedUsers(limit: number): Promise<Portion<UserRecord>> {
    return this.upkeep.approvedUsers(limit);
  }

  claimMassLeaveAlert(at: string): Promise<boolean> {
    return this.upkeep.claimMassLeaveAlert(at);
  }

  setGroupRules(rules: StoredGroupRule[]): Promise<void> {
    return this.upkeep.setGroupRules(rules);
  }

  forgetAssignments(groupId: string): Promise<void> {
    return this.upkeep.forgetAssignments(groupId);
  }

  /** Sent, not awaited: what comes next on the connection waits for it, and fails with it. */
  write(set: WriteSet): Promise<void> {
    // With COMMIT, where this is the last one.
    corkUntilNextTick(this.client);
    const write = this.client.query(writeStatement(this.directoryId, set));
    this.written = Promise.all([this.written, write]).then(() => {});
    // The commit awaits it.
    this.written.catch(() => {});
    return Promise.resolve();
  }

  async setEnabled(enabled: boolean, at: string): Promise<void> {
    const sql = `UPDATE directories SET enabled = $2, updated_at = $3 WHERE id = $1`;
    await this.query('directory-enable', sql, [enabled, at]);
  }

  announcedUsers(after: string, limit: number): Promise<Portion<UserRecord>> {
    return this.upkeep.announcedUsers(after, limit);
  }

  async eraseEvents(after: number, limit: number, erase: (body: string) => string): Promise<number | undefined> {
    const page = `SELECT id, sequence, body FROM events WHERE directory_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`;
    const sql = `SELECT e.* FROM ${portionOf(page, 'e', 'octet_length(e.body)', 'e.sequence')} ORDER BY e.sequence`;
    const found = await this.query<EventRow>('events-page', sql, [after, limit]);
    const { rows: events, isLast } = readPortion(found, limit, (event) => event);
    // What the gate said is beside the directory's own feed.
    const denials = `SELECT id, body FROM events WHERE resource_id = $1 AND type = 'rollcall.gate.denied'`;
    const denied = after > 0 ? [] : await this.query<Omit<EventRow, 'sequence'>>('denials', denials, []);
    const erased = [...denied, ...events].map(({ id, body }) => ({ id, body: erase(body) }));
    const write = `
      WITH given AS (SELECT id, body FROM json_to_recordset($2::json) AS (id text, body text)),
      answers AS (${forgetAnswers('given')})
      UPDATE events e SET body = g.body FROM given g WHERE e.id = g.id AND $1 IN (e.directory_id, e.resource_id)`;
    await this.query('events-erase', write, [JSON.stringify(erased)]);
    return isLast ? undefined : events.at(-1)!.sequence;
  }

  async eraseUsers(erased: UserProfile): Promise<void> {
    const sql = `
      WITH forgotten AS (DELETE FROM group_references WHERE directory_id = $1),
      mailed AS (DELETE FROM mails WHERE directory_id = $1),
      -- What a resync told one endpoint; what of it is still to be sent finds nothing to send.
      resent AS (DELETE FROM events WHERE directory_id = $1 AND NOT in_feed RETURNING id),
      answers AS (${forgetAnswers('resent')})
      UPDATE users SET user_name = id, user_name_key = comparison_key(id), external_id = NULL, email_keys = '{}', announced_profile = NULL,
        resource = jsonb_build_object('userName', id, 'active', active),
        profile = $2::jsonb || jsonb_build_object('preferred_username', id)
      WHERE directory_id = $1`;
    await this.query('users-erase', sql, [JSON.stringify(erased)]);
  }

  async close(at: string): Promise<void> {
    const sql = `
      WITH revoked AS (UPDATE directory_secrets SET revoked_at = $2 WHERE directory_id = $1 AND revoked_at IS NULL)
      UPDATE directories SET deleted_at = $2, updated_at = $2 WHERE id = $1`;
    await this.query('directory-close', sql, [at]);
  }

  private async change(name: string, sql: string, values: unknown[]): Promise<Changed> {
    return (await this.query<Changed>(name, sql, values))[0]!;
  }

  /** Prepared once per connection; $1 is always the directory. */
  private async query<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    return (await this.client.query<T>({ name, text, values: [this.directoryId, ...values] })).rows;
  }
}
