import { type SyncCounts } from './sync-store.js';

export const NOTHING: Readonly<SyncCounts> = {
  created: 0,
  updated: 0,
  deactivated: 0,
  reactivated: 0,
  unchanged: 0,
  skipped: 0,
  groups_created: 0,
  groups_updated: 0,
  groups_deleted: 0,
  memberships_added: 0,
  memberships_removed: 0,
};
