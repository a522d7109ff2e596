import { type Tone } from '../../parts/state-badge';
import { type SyncProgress } from '../directory';

export interface Sync {
  id: string;
  state: 'queued' | 'running' | 'needs_review' | 'succeeded' | 'failed' | 'canceled';
  trigger: 'schedule' | 'manual' | 'notification' | 'upload';
  dry_run: boolean;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: SyncProgress;
  created: number;
  updated: number;
  deactivated: number;
  reactivated: number;
  unchanged: number;
  skipped: number;
  groups_created: number;
  groups_updated: number;
  groups_deleted: number;
  memberships_added: number;
  memberships_removed: number;
  warnings: { code: string; message: string; count: number; examples: string[] }[];
  error: { code: string; message: string; hint: string } | null;
  review: {
    reason?: string;
    would_deactivate: number;
    of: number;
    would_delete_groups: number;
    sample: { id: string; email: string | null; name: string | null }[];
  } | null;
}

export const CHANGE_KINDS = ['deactivated', 'created', 'updated', 'skipped'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface SyncChange {
  id?: string;
  kind: ChangeKind;
  user: { id: string | null; user_name: string | null; email: string | null; name: string | null };
  changed: { field: string; before: unknown; after: unknown }[];
  why: string | null;
  groups_lost: string[];
}

export const runs = ({ state }: Pick<Sync, 'state'>): boolean => state === 'queued' || state === 'running';

export const SYNC_TONES: Record<Sync['state'], Tone> = {
  queued: 'busy',
  running: 'busy',
  needs_review: 'warn',
  succeeded: 'ok',
  failed: 'bad',
  canceled: 'idle',
};

/** Percent, where the source says how many there are. */
export const percentOf = ({ seen, total }: SyncProgress): number | undefined =>
  total === null || total === 0 ? undefined : Math.min(100, Math.round((seen / total) * 100));
