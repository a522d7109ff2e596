import pg from 'pg';
import { newId } from '#directory';
import { session } from '#postgres';
import { createMigrationSource } from './data-source.js';
import { continueFeed } from './feed-epoch.js';
import { settleNameCollisions } from './name-collisions.js';

/** Any constant will do, as long as every starter takes the same. */
const MIGRATION_LOCK = 7_265_551;

/**
 * Brings the database to the present schema. Any number of processes may call it at once: an advisory lock lets one work and the
 * others wait. @param onProgress is told the name of each migration that ran. @returns lines about what somebody should look at
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
    const source = await createMigrationSource(databaseUrl).initialize();
    try {
      for (const migration of await source.runMigrations({ transaction: 'each' })) onProgress(migration.name);
    } finally {
      await source.destroy();
    }
    // Here, too, as a deployment may have been asleep for longer than a worker prepares ahead.
    await client.query('SELECT create_partitions(4)');
    await client.query('INSERT INTO deployment (environment_id) VALUES ($1) ON CONFLICT DO NOTHING', [newId('env')]);
    if (await continueFeed(client)) onProgress('a new epoch of the event feed: this is another database cluster');
    return await settleNameCollisions(client);
  } finally {
    await client.end();
  }
}
