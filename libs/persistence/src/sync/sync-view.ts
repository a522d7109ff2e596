import { type SyncCounts, type SyncError, type SyncReview, type SyncTrigger, type SyncWarning } from '#connectors';

export type SyncState = 'queued' | 'running' | 'needs_review' | 'succeeded' | 'failed' | 'canceled';

/** A sync as REST shows it. */
export interface SyncView extends SyncCounts {
  id: string;
  directory_id: string;
  state: SyncState;
  trigger: SyncTrigger;
  dry_run: boolean;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: { phase: string; seen: number; total: number | null };
  warnings: SyncWarning[];
  error: SyncError | null;
  review: SyncReview | null;
}

const COUNTS = [
  'created',
  'updated',
  'deactivated',
  'reactivated',
  'unchanged',
  'skipped',
  'groups_created',
  'groups_updated',
  'groups_deleted',
  'memberships_added',
  'memberships_removed',
];

/** Of the row `s`. */
export const SYNC_JSON = `json_build_object('id', s.id, 'directory_id', s.directory_id, 'state', s.state, 'trigger', s.trigger,
  'dry_run', s.dry_run, 'created_at', iso(s.created_at), 'started_at', iso(s.started_at), 'finished_at', iso(s.finished_at),
  'progress', json_build_object('phase', s.phase, 'seen', s.seen, 'total', s.total), ${COUNTS.map(
    (name) => `'${name}', COALESCE((s.counts ->> '${name}')::bigint, 0)`,
  ).join(', ')}, 'warnings', s.warnings, 'error', s.error, 'review', s.review)`;
