import type { PostgresPoolConfig } from 'bullmq';

/** BullMQ's tables live beside Rollcall's in the same database. */
export const QUEUE_SCHEMA = 'bullmq';

/** `max` counts pooled connections; a worker's LISTEN connection comes on top. */
export function postgresConnection(databaseUrl: string, max: number): PostgresPoolConfig {
  return {
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    application_name: 'rollcall-queue',
    max,
    connectionTimeoutMillis: 5_000,
  };
}
