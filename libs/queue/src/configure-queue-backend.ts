import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import type { QueueServers } from './queue-servers.js';

/**
 * Points every BullMQ queue and worker of this process at Redis or at PostgreSQL, where `migrateQueue` has made the tables. Call it
 * before anything of BullMQ is constructed: `@nestjs/bullmq` has no option for a backend.
 */
export function configureQueueBackend({ redisUrl }: QueueServers): void {
  setDefaultBackendFactory(redisUrl === undefined ? createPostgresBackend : undefined);
}
