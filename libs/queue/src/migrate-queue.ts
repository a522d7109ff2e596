import { runMigrations } from 'bullmq';
import pg from 'pg';
import { session } from '#postgres';
import { QUEUE_SCHEMA } from './postgres-connection.js';

/**
 * Brings BullMQ's own tables in the schema `bullmq` up to date, under its advisory lock: any number of processes may start at once. A
 * role that does not own the schema changes nothing; BullMQ itself refuses tables of another version.
 */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client(session(databaseUrl, 'queue-migrate'));
  await client.connect();
  try {
    const { rows } = await client.query<{ owns: boolean }>(
      `SELECT pg_has_role(current_user, nspowner, 'USAGE') AS owns FROM pg_namespace WHERE nspname = $1`,
      [QUEUE_SCHEMA],
    );
    if (rows[0]?.owns !== false) await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
