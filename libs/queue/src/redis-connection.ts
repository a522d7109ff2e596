import type { ConnectionOptions, RedisOptions } from 'bullmq';
import { Cluster } from 'ioredis';

/** Braces make every key of ours hash to one slot: BullMQ's scripts touch several keys at once. */
export const QUEUE_PREFIX = '{rollcall}';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * BullMQ's connection to one Redis, or to a cluster when there are several nodes. `shared` settings such as
 * `enableOfflineQueue` apply to either.
 */
export function redisConnection(redisUrl: string, shared: RedisOptions): ConnectionOptions {
  const nodes = redisUrl.split(',').map((node) => node.trim());
  const [first] = nodes as [string];
  if (nodes.length === 1) return { url: first, connectTimeout: CONNECT_TIMEOUT_MS, ...shared };

  const { protocol, username, password } = new URL(first);
  return new Cluster(nodes, {
    // BullMQ duplicates a cluster it is given for a worker: the original connects only when it is used itself.
    lazyConnect: true,
    enableOfflineQueue: shared.enableOfflineQueue ?? true,
    redisOptions: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      maxRetriesPerRequest: shared.maxRetriesPerRequest ?? null,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
}
