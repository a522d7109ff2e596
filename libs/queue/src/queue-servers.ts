/** Where the queues live: Redis when there is one, else the database. */
export interface QueueServers {
  databaseUrl: string;
  /** `redis://` or `rediss://`; several separated by commas are a cluster. */
  redisUrl?: string | undefined;
}
