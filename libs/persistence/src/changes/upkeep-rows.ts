import { type Portion, type Recomputation, type UpkeepReads, type UserRecord } from '#directory';
import { FENCE } from '../connection/fence.js';
import { type DirectoryQueries } from './directory-queries.js';
import { portionOf, readPortion } from '../paging/page-bytes.js';
import { ROLES_JSON, USER_BYTES, USER_JSON, type UserRow } from '../resources/rows.js';
import { withDefaults } from './policy-defaults.js';

type Settings = Recomputation['settings'];

/** Pages of the users whom the broker's own work on a directory is about. */
export class UpkeepRows implements UpkeepReads {
  constructor(private readonly queries: DirectoryQueries) {}

  async recompute(limit: number): Promise<Recomputation | undefined> {
    // First the row that new settings touch, then the settings: they are at least as new as the place where the pass begins.
    const [pass] = await this.queries.run<{ after_id: string }>(
      'recompute-pass',
      'SELECT after_id FROM pending_recomputations WHERE directory_id = $1 FOR UPDATE',
      [],
    );
    if (pass === undefined) return undefined;
    const [settings] = await this.queries.run<Settings>(
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
    if (isLast)
      await this.queries.run('recompute-end', 'DELETE FROM pending_recomputations WHERE directory_id = $1', []);
    else {
      const move = 'UPDATE pending_recomputations SET after_id = $2 WHERE directory_id = $1';
      await this.queries.run('recompute-move', move, [users.at(-1)!.id]);
    }
    return { settings: withDefaults(settings!), users, isLast };
  }

  departing(at: string, limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.*, p.at AS departs_at FROM (
        SELECT user_id, at FROM departures WHERE directory_id = $1 AND at <= $2 ORDER BY at, user_id LIMIT $3) p
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = p.user_id ${FENCE}) u`;
    return this.users('departures-due', rows, [at, limit], 'u.departs_at, u.id');
  }

  /** Oldest first. The directory is an expression, as in the index of that order (migration 0049). */
  deferredUsers(limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.*, a.created_at AS deferred_at FROM (
        SELECT user_id, created_at FROM pending_announcements WHERE directory_id || '' = $1 ORDER BY created_at LIMIT $2) a
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = a.user_id ${FENCE}) u`;
    return this.users('announcements-due', rows, [limit], 'u.deferred_at, u.id');
  }

  announcedUsers(after: string, members: boolean, limit: number): Promise<Portion<UserRecord>> {
    const known = members
      ? '(announced OR EXISTS (SELECT FROM group_members m WHERE m.user_id = users.id))'
      : 'announced';
    const rows = `SELECT * FROM users WHERE directory_id = $1 AND id > $2 AND ${known} ORDER BY id LIMIT $3`;
    return this.users(members ? 'users-announced-or-members' : 'users-announced', rows, [after, limit]);
  }

  approvedUsers(limit: number): Promise<Portion<UserRecord>> {
    const rows = `SELECT u.* FROM (
        SELECT user_id FROM held_departures WHERE directory_id = $1 AND state = 'approved' ORDER BY user_id LIMIT $2) h
      CROSS JOIN LATERAL (SELECT * FROM users WHERE id = h.user_id ${FENCE}) u`;
    return this.users('held-approved', rows, [limit]);
  }

  /** @param rows SQL of rows of `users`; the last value is its limit */
  private async users(name: string, rows: string, values: unknown[], order = 'u.id'): Promise<Portion<UserRecord>> {
    const text = `SELECT ${USER_JSON} AS json, u.found FROM ${portionOf(rows, 'u', USER_BYTES, order)} ORDER BY ${order}`;
    const found = await this.queries.run<UserRow & { found: number }>(name, text, values);
    return readPortion(found, values.at(-1) as number, ({ json }) => json);
  }
}
