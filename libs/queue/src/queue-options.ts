import type { ConnectionOptions, QueueOptions, WorkerOptions } from 'bullmq';
import { postgresConnection } from './postgres-connection.js';
import type { QueueServers } from './queue-servers.js';
import { QUEUE_PREFIX, redisConnection } from './redis-connection.js';

/** A failed add is repaired by the next sweep: rather fail at once than hold up whoever rings. */
const PRODUCER_RETRIES = 1;

// Three `api` and three `worker` processes fit a server with the usual 100 connections (docs/operations.md).

/** One add is outstanding per lane; the occasional delayed one waits for it. */
const PRODUCER_CONNECTIONS = 1;

/** Two for statements, and the one that listens. */
const WORKER_CONNECTIONS = 3;

/** Options for whoever adds jobs: fails fast while the server is away. `disconnect` them after closing the queue. */
export function producerOptions({ databaseUrl, redisUrl }: QueueServers): QueueOptions {
  return {
    prefix: QUEUE_PREFIX,
    connection:
      redisUrl === undefined
        ? (postgresConnection(databaseUrl, PRODUCER_CONNECTIONS) as object as ConnectionOptions)
        : redisConnection(redisUrl, { enableOfflineQueue: false, maxRetriesPerRequest: PRODUCER_RETRIES }),
    // A finished job that is kept would make adding its id again a silent no-op.
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
}

/** Options for a worker: waits as long as the server is away. Add `concurrency`; `disconnect` them after closing. */
export function workerOptions({ databaseUrl, redisUrl }: QueueServers): WorkerOptions {
  return {
    prefix: QUEUE_PREFIX,
    connection:
      redisUrl === undefined
        ? (postgresConnection(databaseUrl, WORKER_CONNECTIONS) as object as ConnectionOptions)
        : redisConnection(redisUrl, { enableOfflineQueue: true, maxRetriesPerRequest: null }),
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    // A drain is idempotent: with the default of 1, the second crash of a worker would drop the wake-up.
    maxStalledCount: 1_000_000,
  };
}
