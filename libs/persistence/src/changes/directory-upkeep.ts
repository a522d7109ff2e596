import { type PoolClient } from 'pg';
import {
  type Departure,
  type HeldKind,
  type HeldState,
  type Portion,
  type Recomputation,
  type StoredGroupRule,
  type UserRecord,
} from '#directory';
import { FENCE } from '../connection/fence.js';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { ROLES_JSON, USER_BYTES, USER_JSON, type UserRow } from '../resources/rows.js';

type Settings = Recomputation['settings'];

/** What a directory's transaction reads and writes for the broker's own work. Expects the directory's lock. */
export class DirectoryUpkeep {
  constructor(
    private readonly client: PoolClient,
    private readonly directoryId: string,
  ) {}

  async recompute(limit: number): Promise<Recomputation | undefined> {
    // First the row that new settings touch, then the settings: they are at least as new as the place where the pass begins.
    const [pass] = await this.query<{ after_id: string }>(
      'recompute-pass',
      'SELECT after_id FROM pending_recomputations WHERE directory_id = $1 FOR UPDATE',
      [],
    );
    if (pass === undefined) return undefined;
    const [settings] = await this.query<Settings>(
      'recompute-settings',
      `SELECT d.policy, d.attribute_mappings AS "attributeMappings", d.role_assignments AS "roleAssignments",
          d.group_rules AS "groupRules", ${ROLES_JSON} AS roles
        FROM directories d WHERE d.id = $1`,
      [],
    );
    const { rows: users, isLast } = await this.users(
      'recompute-users',
      'SELECT * FROM users WHERE directory_id = $1 AND id > $2 AND erased_at IS NULL ORDER BY id LIMIT $3',
      [pass.after_id, limit],
    );
    if (isLast) await this.query('recompute-end', 'DELETE FROM pending_recomputations WHERE directory_id = $1', []);
    else {
      const move = 'UPDATE pending_recomputations SET after_id = $2 WHERE directory_id = $1';
      await this.query('recompute-move', move, [users.at(-1)!.id]);
    }
    return { settings: withDefaults(settings!), users, isLast };
  }

  async setDepartures(departures: Departure[]): Promise<void> {
    const sql = `
      WITH given AS (SELECT * FROM json_to_recordset($2::json) AS (user_id text, at timestamptz)),
      gone AS (DELETE FROM departures d USING given g WHERE d.user_id = g.user_id AND g.at IS NULL)
      INSERT INTO departures (directory_id, user_id, at) SELECT $1, user_id, at FROM given WHERE at IS NOT NULL
      ON CONFLICT (user_id) DO UPDATE SET at = EXCLUDED.at`;
    // The last word on each: a user may have changed more than once in a batch.
    const last = new Map(departures.map(({ userId, at }) => [userId, { user_id: userId, at }]));
    await this.query('departures-set', sql, [JSON.stringify([...last.values()])]);
  }

  departing(at: string, limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.*, p.at AS departs_at FROM (
        SELECT user_id, at FROM departures WHERE directory_id = $1 AND at <= $2 ORDER BY at, user_id LIMIT $3) p
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = p.user_id ${FENCE}) u`;
    return this.users('departures-due', rows, [at, limit], 'u.departs_at, u.id');
  }

  /** Oldest first. */
  deferredUsers(limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.*, a.created_at AS deferred_at FROM (
        SELECT user_id, created_at FROM pending_announcements WHERE directory_id = $1 ORDER BY created_at, user_id LIMIT $2) a
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = a.user_id ${FENCE}) u`;
    return this.users('announcements-due', rows, [limit], 'u.deferred_at, u.id');
  }

  announcedUsers(after: string, limit: number): Promise<Portion<UserRecord>> {
    const rows = 'SELECT * FROM users WHERE directory_id = $1 AND id > $2 AND announced ORDER BY id LIMIT $3';
    return this.users('users-announced', rows, [after, limit]);
  }

  async markErased(userIds: string[], at: string): Promise<void> {
    const sql = `
      WITH marked AS (UPDATE users SET erased_at = $3 WHERE id = ANY($2) AND directory_id = $1 RETURNING id),
      undated AS (DELETE FROM departures d USING marked m WHERE d.user_id = m.id)
      INSERT INTO pending_erasures (user_id, directory_id, requested_at) SELECT id, $1, $3 FROM marked ON CONFLICT DO NOTHING`;
    await this.query('users-mark-erased', sql, [userIds, at]);
  }

  async heldState(userId: string): Promise<HeldState | undefined> {
    const sql = 'SELECT state FROM held_departures WHERE directory_id = $1 AND user_id = $2';
    return (await this.query<{ state: HeldState }>('held-state', sql, [userId]))[0]?.state;
  }

  async recentDepartures(since: string, most: number): Promise<{ left: number; waiting: boolean }> {
    // Who came inactive has not left.
    const sql = `SELECT (SELECT count(*) FROM (
          SELECT FROM users WHERE directory_id = $1 AND NOT active AND erased_at IS NULL AND inactive_since > $2
            AND inactive_since <> created_at LIMIT $3) x)::int AS left,
        EXISTS (SELECT FROM held_departures WHERE directory_id = $1 AND state = 'waiting') AS waiting`;
    return (await this.query<{ left: number; waiting: boolean }>('held-recent', sql, [since, most]))[0]!;
  }

  async hold(userId: string, kind: HeldKind, at: string): Promise<void> {
    const sql = `INSERT INTO held_departures (directory_id, user_id, kind, held_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (directory_id, user_id) DO UPDATE SET kind = EXCLUDED.kind, state = 'waiting', decided_at = NULL,
        held_at = CASE held_departures.state WHEN 'waiting' THEN held_departures.held_at ELSE EXCLUDED.held_at END`;
    await this.query('held-hold', sql, [userId, kind, at]);
  }

  async unhold(userIds: string[]): Promise<void> {
    const sql = 'DELETE FROM held_departures WHERE directory_id = $1 AND user_id = ANY($2)';
    await this.query('held-unhold', sql, [userIds]);
  }

  approvedUsers(limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.* FROM (
        SELECT user_id FROM held_departures WHERE directory_id = $1 AND state = 'approved' ORDER BY user_id LIMIT $2) h
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = h.user_id ${FENCE}) u`;
    return this.users('held-approved', rows, [limit]);
  }

  async claimMassLeaveAlert(at: string): Promise<boolean> {
    const sql = `INSERT INTO mass_leave_alerts AS a (directory_id, at) VALUES ($1, $2)
      ON CONFLICT (directory_id) DO UPDATE SET at = EXCLUDED.at WHERE a.at <= EXCLUDED.at - interval '1 hour' RETURNING at`;
    return (await this.query('mass-leave-claim', sql, [at])).length > 0;
  }

  async setGroupRules(rules: StoredGroupRule[]): Promise<void> {
    const sql = `WITH changed AS (UPDATE directories SET group_rules = $2, updated_at = now() WHERE id = $1 RETURNING id)
      INSERT INTO pending_recomputations (directory_id) SELECT id FROM changed
      ON CONFLICT (directory_id) DO UPDATE SET after_id = '', requested_at = now()`;
    await this.query('rules-set', sql, [JSON.stringify(rules)]);
  }

  async forgetAssignments(groupId: string): Promise<void> {
    const sql = `UPDATE directories SET role_assignments = COALESCE((
        SELECT jsonb_agg(a ORDER BY n) FROM jsonb_array_elements(role_assignments) WITH ORDINALITY AS x (a, n) WHERE a ->> 'group_id' <> $2), '[]')
      WHERE id = $1`;
    await this.query('assignments-forget', sql, [groupId]);
  }

  /** @param rows SQL of rows of `users`; the last value is its limit */
  private async users(name: string, rows: string, values: unknown[], order = 'u.id'): Promise<Portion<UserRecord>> {
    const text = `SELECT ${USER_JSON} AS json, u.found FROM ${portionOf(rows, 'u', USER_BYTES, order)} ORDER BY ${order}`;
    const found = await this.query<UserRow & { found: number }>(name, text, values);
    return readPortion(found, values.at(-1) as number, ({ json }) => json);
  }

  private async query<T extends object>(name: string, text: string, values: unknown[]): Promise<T[]> {
    return (await this.client.query<T>({ name, text, values: [this.directoryId, ...values] })).rows;
  }
}

/** A directory whose policy nobody has set has the default one. */
export function withDefaults<T extends Pick<Settings, 'policy'>>(row: T): T {
  return { ...row, policy: { ...row.policy, on_deactivate: row.policy.on_deactivate ?? 'delete_event' } };
}
