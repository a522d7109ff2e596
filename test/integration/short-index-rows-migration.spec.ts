import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DirectoryChanges } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { ShortIndexRows0001700000000046 } from '../../libs/persistence/src/migrations/0046-short-index-rows.js';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory } from '../support/seed.js';
import { until } from '../support/until.js';

const DIRECTORIES = 6;
const GROUPS = 30_000;

let database: TestDatabase;
let pool: Pool;
let owner: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: DIRECTORIES + 1, name: 'test' });
  owner = createPool(database.ownerUrl, { max: 1, name: 'owner' });
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database.drop();
});

it('an upgrade makes the index of groups anew while an earlier version goes on changing groups', async () => {
  const directories = await Promise.all(Array.from({ length: DIRECTORIES }, () => seedDirectory(pool)));
  await pool.query(
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, resource)
      SELECT 'dirgroup_' || n, $1, 'g' || n, 'g' || n, md5(n::text), '{}' FROM generate_series(1, ${GROUPS}) n`,
    [directories[0]!.directoryId],
  );
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring: () => {}, announce: () => {} });
  let isOver = false;
  let renamed = 0;
  const rename = async ({ directoryId }: (typeof directories)[number]): Promise<void> => {
    const caller = {};
    const { group } = await changes.submit(directoryId, {
      kind: 'create-group',
      resource: { displayName: 'x' },
      members: [],
      caller,
    });
    const { id } = group;
    for (let n = 0; !isOver; n++) {
      const change = () => ({ displayName: `x${n}` });
      await changes.submit(directoryId, { kind: 'update-group', id, change, members: [], caller });
      renamed += 1;
    }
  };
  const renaming = Promise.all(directories.map(rename));
  const upgrade = async (): Promise<void> => {
    await until(() => expect(renamed).toBeGreaterThan(3 * DIRECTORIES));
    const client = await owner.connect();
    try {
      await client.query('BEGIN');
      await new ShortIndexRows0001700000000046().up(client as never);
      await client.query('COMMIT');
    } finally {
      client.release();
      isOver = true;
    }
  };
  await Promise.all([upgrade(), renaming]);
  expect(renamed).toBeGreaterThan(3 * DIRECTORIES);
}, 60_000);
