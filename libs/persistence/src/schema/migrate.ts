import pg from 'pg';
import { newId } from '#directory';
import { session } from '#postgres';
import { createMigrationSource } from './data-source.js';
import { continueFeed } from './feed-epoch.js';
import { MIGRATION_LOCK } from './migration-lock.js';
import { MIGRATIONS } from '../migrations/index.js';
import { settleNameCollisions } from '../directories/name-collisions.js';

/** The tables are there, belong to another role, and are not those of this version. */
export class NotMigratedError extends Error {}

/**
 * Brings the database to the present schema. Any number of processes may call it at once: an advisory lock lets one work and the
 * others wait. A role that does not own the tables only makes sure that their owner has done it.
 * @param onProgress is told the name of each migration that ran. @returns lines about what somebody should look at
 */
export async function migrate(databaseUrl: string, onProgress: (name: string) => void = () => {}): Promise<string[]> {
  const client = new pg.Client(session(databaseUrl, 'migrate'));
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    );
    if (rows[0]!.version < 14) throw new Error(`PostgreSQL ${rows[0]!.version} is too old: Rollcall needs 14 or newer`);
    if (!(await ownsTables(client))) {
      await refuseOtherVersion(client);
      await client.query('SELECT prepare_weeks()');
      return await settleNameCollisions(client);
    }
    const source = await createMigrationSource(databaseUrl).initialize();
    try {
      for (const migration of await source.runMigrations({ transaction: 'each' })) onProgress(migration.name);
    } finally {
      await source.destroy();
    }
    // Here, too, as a deployment may have been asleep for longer than a worker prepares ahead.
    await client.query('SELECT prepare_weeks()');
    await client.query('INSERT INTO deployment (environment_id) VALUES ($1) ON CONFLICT DO NOTHING', [newId('env')]);
    if (await continueFeed(client)) onProgress('a new epoch of the event feed: this is another database cluster');
    return await settleNameCollisions(client);
  } finally {
    await client.end();
  }
}

async function ownsTables(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ owns: boolean }>(
    `SELECT pg_has_role(current_user, relowner, 'USAGE') AS owns FROM pg_class WHERE oid = to_regclass('migrations')`,
  );
  return rows[0]?.owns ?? true;
}

async function refuseOtherVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations');
  const done = new Set(rows.map(({ name }) => name));
  const missing = MIGRATIONS.filter((migration) => !done.has(migration.name));
  if (missing.length === 0) return;
  throw new NotMigratedError(
    `The tables belong to another role, and ${missing.length} migrations of this version are missing: ` +
      'run "node dist/apps/rollcall/src/main.js migrate" with the DATABASE_URL of their owner.',
  );
}
