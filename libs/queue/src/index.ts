export { configureQueueBackend } from './configure-queue-backend.js';
export { Doorbell } from './doorbell.js';
export { DRAIN, LANES, type DrainJob, type Lane } from './lane.js';
export { migrateQueue } from './migrate-queue.js';
export { producerOptions, workerOptions } from './queue-options.js';
export { type QueueServers } from './queue-servers.js';
export { disconnect } from './redis-connection.js';
