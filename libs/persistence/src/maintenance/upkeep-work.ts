import { type Pool } from 'pg';
import { MASS_LEAVE_LIMIT } from '#directory';
import { portionOf } from '../paging/page-bytes.js';
import { USER_BYTES } from '../resources/rows.js';

export interface ExpiredUsers {
  directoryId: string;
  userIds: string[];
  /** There are more of them. */
  more: boolean;
}

export interface MassLeave {
  directoryId: string;
  /** With those who are held. */
  deactivated: number;
  held: number;
  limit: number;
}

/** On which workers are told that there is something to do. */
export const UPKEEP_CHANNEL = 'upkeep_wanted';

/** A notice that is lost costs one interval of the pass. */
export async function wakeUpkeep(pool: Pool): Promise<void> {
  await pool.query(`NOTIFY ${UPKEEP_CHANNEL}`);
}

/** What there is to do for the broker by itself: questions to the whole database, answered by indexes. */
export class UpkeepWork {
  constructor(private readonly pool: Pool) {}

  /** Directories in which a departure is due. */
  async departing(): Promise<string[]> {
    const { rows } = await this.pool.query<{ directory_id: string }>(
      `SELECT DISTINCT p.directory_id FROM departures p JOIN directories d ON d.id = p.directory_id
        WHERE p.at <= now() AND d.deleted_at IS NULL`,
    );
    return rows.map(({ directory_id }) => directory_id);
  }

  /** Directories that lost more users within the last hour than their policy takes for usual, and no alert was raised about. */
  async massLeaves(): Promise<MassLeave[]> {
    const { rows } = await this.pool.query<MassLeave>(
      `SELECT l.directory_id AS "directoryId", l.deactivated, l.held, COALESCE((d.policy ->> 'mass_leave_limit')::int, $1) AS "limit"
        FROM (
          SELECT directory_id, count(*) AS deactivated, count(*) FILTER (WHERE held) AS held FROM (
            SELECT directory_id, false AS held FROM users
            WHERE NOT active AND erased_at IS NULL AND inactive_since > now() - interval '1 hour'
              -- Who came inactive has not left.
              AND inactive_since <> created_at
            UNION ALL
            SELECT directory_id, true FROM held_departures WHERE state = 'waiting' AND held_at > now() - interval '1 hour') x
          GROUP BY directory_id) l
        JOIN directories d ON d.id = l.directory_id AND d.deleted_at IS NULL
        LEFT JOIN mass_leave_alerts a ON a.directory_id = d.id AND a.at > now() - interval '1 hour'
        WHERE a.at IS NULL AND l.deactivated > COALESCE((d.policy ->> 'mass_leave_limit')::int, $1)`,
      [MASS_LEAVE_LIMIT],
    );
    return rows;
  }

  /** Directories in which somebody who was held may leave now. */
  async approved(): Promise<string[]> {
    const { rows } = await this.pool.query<{ directory_id: string }>(
      `SELECT DISTINCT h.directory_id FROM held_departures h JOIN directories d ON d.id = h.directory_id
        WHERE h.state = 'approved' AND d.deleted_at IS NULL`,
    );
    return rows.map(({ directory_id }) => directory_id);
  }

  /**
   * Directories after this one in which a large membership change is not announced to the end. Each step of the recursion is one look into
   * the index: thousands of announcements of one directory are passed over at once.
   */
  async announcing(after: string, limit: number): Promise<string[]> {
    const next = (id: string): string =>
      `SELECT directory_id FROM pending_announcements WHERE directory_id > ${id} ORDER BY directory_id LIMIT 1`;
    const { rows } = await this.pool.query<{ directory_id: string }>(
      `WITH RECURSIVE found AS (
          (${next('$1')})
          UNION ALL SELECT (${next('f.directory_id')}) FROM found f WHERE f.directory_id IS NOT NULL)
        SELECT f.directory_id FROM found f JOIN directories d ON d.id = f.directory_id AND d.deleted_at IS NULL LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ directory_id }) => directory_id);
  }

  /** Directories after this one whose users are still to be seen through new settings. */
  async recomputing(after: string, limit: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ directory_id: string }>(
      `SELECT p.directory_id FROM pending_recomputations p JOIN directories d ON d.id = p.directory_id AND d.deleted_at IS NULL
        WHERE p.directory_id > $1 ORDER BY p.directory_id LIMIT $2`,
      [after, limit],
    );
    return rows.map(({ directory_id }) => directory_id);
  }

  /** A portion of the users of each directory that limits retention whose time is over. */
  async expired(limit: number): Promise<ExpiredUsers[]> {
    const expired = `SELECT * FROM users WHERE directory_id = d.id AND NOT active AND erased_at IS NULL
      AND inactive_since <= now() - make_interval(days => (d.policy ->> 'retention_days')::int) LIMIT $1`;
    const { rows } = await this.pool.query<ExpiredUsers>(
      `SELECT d.id AS "directoryId", u.ids AS "userIds", u.found = $1 OR cardinality(u.ids) < u.found AS more
        FROM directories d CROSS JOIN LATERAL (
          SELECT array_agg(u.id) AS ids, max(u.found) AS found FROM ${portionOf(expired, 'u', USER_BYTES, 'u.id')}) u
        WHERE d.deleted_at IS NULL AND d.policy ->> 'retention_days' IS NOT NULL AND u.ids IS NOT NULL`,
      [limit],
    );
    return rows;
  }
}
