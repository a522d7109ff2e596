import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { runSql } from './run-sql.js';

export interface TestDatabase {
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A migrated database for one test file, cloned from the template. `empty: true`: without a schema. */
export async function createDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { adminUrl, token, template } = inject('services');
  await refuseForeignServer(adminUrl, token);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await runSql(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template}`);
  return {
    url: Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href,
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
