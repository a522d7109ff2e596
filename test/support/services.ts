/** Where the servers of this test run are; what the global setup provides to every test file. */
export interface Services {
  /** Superuser URL of the PostgreSQL server that this run started. */
  adminUrl: string;
  /** How api and worker log in: their role owns nothing. */
  application: { username: string; password: string };
  /** Proves that a server was started by this run: its value of the setting `rollcall.test_run`. */
  token: string;
  /** Name of the migrated database that `createDatabase` clones. */
  template: string;
  /** Undefined when redis-server is not installed. */
  redisUrl: string | undefined;
}

declare module 'vitest' {
  export interface ProvidedContext {
    services: Services;
  }
}
