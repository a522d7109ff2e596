import { Cluster, Redis } from 'ioredis';
import pg from 'pg';

/** Braces make every key of ours hash to one slot: BullMQ's scripts touch several keys at once. */
export const QUEUE_PREFIX = '{rollcall}';

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * A connection over which no answer came for this long is given up, and its commands are sent over a new one. A blocking command of a
 * worker waits for ten seconds at the longest, and then answers.
 */
const SILENCE_MS = 15_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

export interface RedisBehaviour {
  /** Whether commands wait for the server while it is away. */
  enableOfflineQueue: boolean;
  maxRetriesPerRequest: number | null;
}

/**
 * A client of one Redis, or of a cluster when there are several comma-separated nodes. Not `lazyConnect`: BullMQ takes
 * the first failure to connect lazily for its last word, and never tries again.
 */
export function redisConnection(redisUrl: string, behaviour: RedisBehaviour): Redis | Cluster {
  const nodes = redisUrl.split(',').map((node) => node.trim());
  const options = {
    ...behaviour,
    connectTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_MS,
    keepAlive: KEEP_ALIVE_AFTER_MS,
  };
  const [first] = nodes as [string];
  if (nodes.length === 1) return new Redis(first, options);

  const { protocol, username, password } = new URL(first);
  return new Cluster(nodes, {
    enableOfflineQueue: behaviour.enableOfflineQueue,
    redisOptions: {
      ...options,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
}

/** BullMQ leaves a client that it was given open, and waits for one that never connected: call this after closing. */
export function disconnect({ connection }: { connection: unknown }): void {
  if (connection instanceof Redis || connection instanceof Cluster) connection.disconnect();
  else if (connection instanceof pg.Pool && !connection.ending) void connection.end();
}

/** Undefined for what is no connection to Redis. */
export function isReady({ connection }: { connection?: unknown }): boolean | undefined {
  if (!(connection instanceof Redis || connection instanceof Cluster)) return undefined;
  return connection.status === 'ready';
}
