import { type ClientBase } from 'pg';

/**
 * Begins a new epoch of the feed where the cluster's transaction numbers are behind those of stored events: the database was restored
 * into another cluster, and new events would be ordered before old ones. To be called before anything writes; cursors stay valid.
 * @returns whether it did
 */
export async function continueFeed(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ next: number | null }>(
    `SELECT (SELECT feed_epoch + 1 FROM deployment
       WHERE EXISTS (SELECT FROM events e WHERE e.in_feed AND e.epoch = feed_epoch
         AND e.xid >= pg_snapshot_xmax(pg_current_snapshot()))) AS next`,
  );
  const next = rows[0]!.next;
  if (next === null) return false;
  // One message is one transaction. A number of ours: DDL takes no parameters.
  await client.query(
    `UPDATE deployment SET feed_epoch = ${next}; ALTER TABLE events ALTER COLUMN epoch SET DEFAULT ${next}`,
  );
  return true;
}
