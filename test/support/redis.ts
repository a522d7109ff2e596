import { Redis } from 'ioredis';
import { inject } from 'vitest';

/** Whether this run has a Redis, for `describe.skipIf(!hasRedis())`. */
export const hasRedis = (): boolean => inject('services').redisUrl !== undefined;

/** The URL of an empty Redis database that no other test file uses. */
export async function createRedisDatabase(): Promise<string> {
  const { redisUrl } = inject('services');
  if (redisUrl === undefined) throw new Error('redis-server is not installed');
  const client = new Redis(redisUrl);
  const index = await client.incr('databases');
  client.disconnect();
  return `${redisUrl}/${index}`;
}
