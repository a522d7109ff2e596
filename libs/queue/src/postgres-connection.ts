import pg from 'pg';
import { IN_TURN, session, WatchedClient } from '#postgres';

/** BullMQ's tables live beside Rollcall's in the same database. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * A pool for one queue or worker of BullMQ, ours and not made by BullMQ: its connections, the one that listens included, are watched for
 * silence. BullMQ leaves it open: see `disconnect`.
 */
export function postgresConnection(databaseUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...session(databaseUrl, 'queue', {
      ...IN_TURN,
      search_path: QUEUE_SCHEMA,
      // A wake-up that is lost with the server costs one interval of the sweep; waiting for the disk, it costs every webhook.
      synchronous_commit: 'off',
    }),
    Client: WatchedClient,
    max,
    connectionTimeoutMillis: 5_000,
  });
  // BullMQ reports it as well, and `WatchedClient` tells of it.
  pool.on('error', () => {});
  return pool;
}
