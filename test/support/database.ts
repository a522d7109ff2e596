import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { runSql } from './run-sql.js';

export interface TestDatabase {
  /** As api and worker connect: the role owns nothing (docs/operations.md). */
  url: string;
  /** As the owner of the tables, who is also a superuser: for what a test prepares. */
  ownerUrl: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A migrated database for one test file, cloned from the template. `empty: true`: without a schema, and `url` is the owner's. */
export async function createDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { adminUrl, application, token, template } = inject('services');
  await refuseForeignServer(adminUrl, token);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runSql(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template}`);
  const ownerUrl = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
  // Rights on the database itself are not cloned.
  await runSql(adminUrl, `REVOKE TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
  return {
    url: options.empty ? ownerUrl : Object.assign(new URL(ownerUrl), application).href,
    ownerUrl,
    drop: async () => {
      await refuseForeignServer(adminUrl, token);
      await runSql(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** A test run creates and drops databases: never on a server that holds somebody's data. */
export async function refuseForeignServer(url: string, token: string): Promise<void> {
  const [row] = await runSql<{ token: string | null }>(
    url,
    `SELECT current_setting('rollcall.test_run', true) AS token`,
  );
  if (row?.token !== token)
    throw new Error('This PostgreSQL server was not started by this test run; it is not touched.');
}
