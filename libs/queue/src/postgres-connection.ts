import type { PostgresPoolConfig } from 'bullmq';

/** BullMQ's tables live beside Rollcall's in the same database. */
export const QUEUE_SCHEMA = 'bullmq';

/** `max` counts pooled connections; a worker's LISTEN connection comes on top. */
export function postgresConnection(databaseUrl: string, max: number): PostgresPoolConfig {
  return {
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    application_name: 'rollcall-queue',
    // A wake-up that is lost with the server costs one interval of the sweep; waiting for the disk, it costs every webhook.
    options: '-c synchronous_commit=off',
    max,
    connectionTimeoutMillis: 5_000,
  };
}
