import { type Pool, type PoolClient } from 'pg';
import { queryAct } from '../audit/audited-act.js';
import { type SyncState, type SyncView } from '../sync/sync-view.js';

/** How a directory is at this moment. */
export interface PulseView {
  status: string;
  enabled: boolean;
  full_sync_required: boolean;
  total_users: number;
  total_groups: number;
  last_synced_at: string | null;
  first_request_at: string | null;
  last_request: {
    id: string;
    at: string;
    action: string | null;
    status: number;
    error: string | null;
    ip: string | null;
  } | null;
  refused_last_hour: number;
  last_secret: { id: string; suffix: string; at: string } | null;
  sync: { id: string; state: SyncState; progress: SyncView['progress'] } | null;
  held_departures: number;
}

/** When an identity provider did something for the first and the last time, as far as the log goes back. */
export interface SeenAction {
  action: string;
  /** The newest that was carried out. */
  done: SeenRequestRef | null;
  /** The newest that was refused. */
  refused: SeenRequestRef | null;
}

export interface SeenRequestRef {
  at: string;
  request_id: string;
  error: string | null;
}

export type SelfTestState = 'passed' | 'failed' | 'skipped';

export interface SelfTestResult {
  id: string;
  state: SelfTestState;
  detail: string | null;
}

/** More refusals than this are not counted one by one. */
const MOST_COUNTED = 1_000;

/** SQL: the pull that says how the directory `d` is. One that waits for a person counts, whatever ran after it; a dry run does not. */
const NEWEST_SYNC = `(SELECT json_build_object('id', s.id, 'state', s.state, 'progress', json_build_object('phase', s.phase, 'seen', s.seen, 'total', s.total))
    FROM syncs s WHERE s.id = COALESCE(
      (SELECT w.id FROM syncs w WHERE w.state = 'needs_review' AND w.directory_id = d.id ORDER BY w.id LIMIT 1),
      (SELECT n.id FROM syncs n WHERE n.directory_id = d.id AND NOT n.dry_run ORDER BY n.id DESC LIMIT 1)))`;

const PULSE = `SELECT json_build_object(
    'status', c.status, 'enabled', d.enabled, 'full_sync_required', d.full_sync_required,
    'total_users', c.users, 'total_groups', c.groups, 'last_synced_at', iso(c.last_synced_at),
    'first_request_at', iso(c.first_request_at),
    'last_request', (SELECT json_build_object('id', r.id, 'at', iso(r.at), 'action', r.action, 'status', r.status, 'error', r.error, 'ip', r.ip)
      FROM scim_requests r WHERE r.directory_id = d.id ORDER BY r.id DESC LIMIT 1),
    'refused_last_hour', (SELECT count(*) FROM (SELECT FROM scim_requests r WHERE r.directory_id = d.id
      AND r.id > id_at('req', now() - interval '1 hour') AND r.status >= 400 LIMIT ${MOST_COUNTED}) refused),
    'last_secret', (SELECT json_build_object('id', s.id, 'suffix', s.suffix, 'at', iso(s.last_used_at))
      FROM directory_secrets s WHERE s.directory_id = d.id AND s.last_used_at IS NOT NULL ORDER BY s.last_used_at DESC LIMIT 1),
    'sync', ${NEWEST_SYNC},
    'held_departures', (SELECT count(*) FROM held_departures h WHERE h.directory_id = d.id AND h.state = 'waiting')) AS pulse
  FROM directories d JOIN directory_counters c ON c.directory_id = d.id
  WHERE d.id = $2 AND d.organization_id = $1 AND d.deleted_at IS NULL`;

const REF = (
  status: string,
) => `(SELECT json_build_object('at', iso(r.at), 'request_id', r.request_id, 'error', r.error)
  FROM scim_requests r WHERE r.directory_id = $1 AND r.id = (array_agg(l.id ORDER BY l.id DESC) FILTER (WHERE ${status}))[1])`;

/** What pages ask for every few seconds. */
export class DirectoryPulse {
  constructor(private readonly pool: Pool) {}

  /** @returns undefined where the organization has no such directory */
  async pulse(organizationId: string, directoryId: string, on: PoolClient): Promise<PulseView | undefined> {
    const { rows } = await on.query<{ pulse: PulseView }>({
      name: 'directory-pulse',
      text: PULSE,
      values: [organizationId, directoryId],
    });
    return rows[0]?.pulse;
  }

  /** By action, what the log has; wrong tokens by themselves. */
  async seen(directoryId: string, on: PoolClient): Promise<SeenAction[]> {
    const { rows } = await on.query<SeenAction>({
      name: 'directory-seen',
      text: `SELECT l.action, ${REF('l.status < 400')} AS done, ${REF('l.status >= 400')} AS refused
        FROM (SELECT id, status, CASE WHEN status = 401 THEN 'not_signed_in' ELSE action END AS action
          FROM scim_requests WHERE directory_id = $1) l
        WHERE l.action IS NOT NULL GROUP BY l.action`,
      values: [directoryId],
    });
    return rows;
  }

  async saveSelfTest(directoryId: string, results: SelfTestResult[]): Promise<void> {
    await queryAct(
      this.pool,
      `INSERT INTO directory_self_tests (directory_id, results) VALUES ($1, $2)
        ON CONFLICT (directory_id) DO UPDATE SET results = EXCLUDED.results, at = now()`,
      [directoryId, JSON.stringify(results)],
    );
  }

  async selfTest(directoryId: string): Promise<SelfTestResult[] | undefined> {
    const { rows } = await this.pool.query<{ results: SelfTestResult[] }>(
      `SELECT results FROM directory_self_tests WHERE directory_id = $1`,
      [directoryId],
    );
    return rows[0]?.results;
  }
}
