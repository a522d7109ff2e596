import { type HeldDepartures, type HeldKind, type HeldState } from '#directory';
import { type DirectoryQueries } from './directory-queries.js';

/** Whose departure from a directory the mass-leaver guard holds. */
export class HeldRows implements HeldDepartures {
  constructor(private readonly queries: DirectoryQueries) {}

  async heldState(userId: string): Promise<HeldState | undefined> {
    const sql = 'SELECT state FROM held_departures WHERE directory_id = $1 AND user_id = $2';
    return (await this.queries.run<{ state: HeldState }>('held-state', sql, [userId]))[0]?.state;
  }

  async recentDepartures(since: string, most: number): Promise<{ left: number; waiting: boolean }> {
    // Who came inactive has not left.
    const sql = `SELECT (SELECT count(*) FROM (
          SELECT FROM users WHERE directory_id = $1 AND NOT active AND erased_at IS NULL AND inactive_since > $2
            AND inactive_since <> created_at LIMIT $3) x)::int AS left,
        EXISTS (SELECT FROM held_departures WHERE directory_id = $1 AND state = 'waiting') AS waiting`;
    return (await this.queries.run<{ left: number; waiting: boolean }>('held-recent', sql, [since, most]))[0]!;
  }

  async hold(userId: string, kind: HeldKind, at: string): Promise<void> {
    const sql = `INSERT INTO held_departures (directory_id, user_id, kind, held_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (directory_id, user_id) DO UPDATE SET kind = EXCLUDED.kind, state = 'waiting', decided_at = NULL,
        held_at = CASE held_departures.state WHEN 'waiting' THEN held_departures.held_at ELSE EXCLUDED.held_at END`;
    await this.queries.run('held-hold', sql, [userId, kind, at]);
  }

  async unhold(userIds: string[]): Promise<void> {
    const sql = 'DELETE FROM held_departures WHERE directory_id = $1 AND user_id = ANY($2)';
    await this.queries.run('held-unhold', sql, [userIds]);
  }
}
