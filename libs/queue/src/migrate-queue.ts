import { runMigrations } from 'bullmq';
import pg from 'pg';
import { session } from '#postgres';
import { LANES } from './lane-queue.js';
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
    if (rows[0]?.owns === false) return;
    await runMigrations(client, QUEUE_SCHEMA);
    // BullMQ makes the sequence of a queue when a job is first added, which the application's role may not.
    for (const lane of LANES) await client.query(`SELECT ${QUEUE_SCHEMA}.next_job_id($1)`, [lane]);
  } finally {
    await client.end();
  }
}
