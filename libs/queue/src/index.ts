export { configureQueueBackend } from './configure-queue-backend.js';
export { Doorbell } from './doorbell.js';
export { DRAIN, type DrainJob, laneOf, type LaneQueue, LANES } from './lane-queue.js';
export { migrateQueue } from './migrate-queue.js';
export { producerOptions, workerOptions } from './queue-options.js';
export { type QueueServers } from './queue-servers.js';
export { disconnect } from './redis-connection.js';
