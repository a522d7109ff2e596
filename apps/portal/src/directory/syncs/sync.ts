import { type components } from '#client';
import { type Tone } from '../../parts/state-badge';

type Schemas = components['schemas'];

export type Sync = Schemas['SyncBody'];
export type SyncList = Schemas['SyncList'];
export type SyncChange = Schemas['SyncChangeBody'];
export type SyncChangeList = Schemas['SyncChangeList'];

export const CHANGE_KINDS = ['deactivated', 'created', 'updated', 'skipped'] as const;
export type ChangeKind = SyncChange['kind'];

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
export const percentOf = ({ seen, total }: Sync['progress']): number | undefined =>
  total === null || total === 0 ? undefined : Math.min(100, Math.round((seen / total) * 100));

/** How many of a hundred would leave. */
export const leavingPercent = ({ would_deactivate, of }: Pick<Schemas['SyncReviewBody'], 'would_deactivate' | 'of'>) =>
  of === 0 ? 0 : Math.round((would_deactivate / of) * 100);

/** How many people there are of each kind. While a sync waits, nobody has left, and who would is what counts. */
export const countsOf = ({
  state,
  review,
  deactivated,
  created,
  updated,
  skipped,
}: Sync): Record<ChangeKind, number> => ({
  deactivated: state === 'needs_review' && review !== null ? review.would_deactivate : deactivated,
  created,
  updated,
  skipped,
});

/** The kind that is shown first: who leaves matters most, then whatever there is. */
export const firstKind = (counts: Record<ChangeKind, number>): ChangeKind =>
  CHANGE_KINDS.find((kind) => counts[kind] > 0) ?? 'deactivated';
