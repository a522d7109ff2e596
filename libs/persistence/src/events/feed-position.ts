/**
 * SQL of the feed's one global order: the epoch counts clusters, the transaction's number orders within one. `e` is an event.
 * Only what is older than the oldest running transaction is served: a later commit can then never appear before it.
 */
export const FEED_ORDER = 'e.epoch, e.xid, e.id';

export const IN_FEED = `e.in_feed AND (e.epoch, e.xid)
  < ((SELECT feed_epoch FROM deployment), pg_snapshot_xmin(pg_current_snapshot()))`;
