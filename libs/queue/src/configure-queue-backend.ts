import { createPostgresBackend, runMigrations, setDefaultBackendFactory } from 'bullmq';
import pg from 'pg';
import { session } from '#postgres';
import { QUEUE_SCHEMA } from './postgres-connection.js';
import type { QueueServers } from './queue-servers.js';

/**
 * Points every BullMQ queue and worker of this process at Redis or at PostgreSQL, and brings BullMQ's own tables in the
 * schema `bullmq` up to date (under its advisory lock, so any number of processes may start at once). Call it before
 * anything of BullMQ is constructed: `@nestjs/bullmq` has no option for a backend.
 * @throws whatever `pg` throws when the database cannot be reached.
 */
export async function configureQueueBackend({ databaseUrl, redisUrl }: QueueServers): Promise<void> {
  if (redisUrl !== undefined) {
    setDefaultBackendFactory();
    return;
  }
  setDefaultBackendFactory(createPostgresBackend);
  const client = new pg.Client(session(databaseUrl, 'queue-migrate'));
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
