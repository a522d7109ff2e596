import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DirectoryChanges, newId } from '#directory';
import {
  createPool,
  DirectoryClaimedError,
  DirectorySettingsStore,
  PersonalDataStore,
  PostgresDirectoryTransactions,
  UpkeepWork,
} from '#persistence';
import { DirectoryMaintenance } from '../../apps/worker/src/maintenance/directory-maintenance.js';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory } from '../support/seed.js';

const DIRECTORIES = 310;
const ROLE = { name: 'viewer', display_name: '', description: '', priority: 1, default: true, privileged: false };

let database: TestDatabase;
const pools: Pool[] = [];
const open = (): Pool => {
  const pool = createPool(database.url, { max: 4, name: 'test' });
  pools.push(pool);
  return pool;
};

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

/** One organization's. @returns their ids */
async function seedDirectories(pool: Pool): Promise<string[]> {
  const { organizationId } = await seedDirectory(pool);
  const ids = Array.from({ length: DIRECTORIES - 1 }, () => newId('dir'));
  await pool.query(
    `INSERT INTO directories (id, organization_id, directory_type, directory_provider) SELECT unnest($1::text[]), $2, 'SCIM', 'GENERIC'`,
    [ids, organizationId],
  );
  await pool.query('INSERT INTO directory_counters (directory_id) SELECT unnest($1::text[])', [ids]);
  return ids;
}

/** A worker's pass, and the pages that it began, in their order. */
function worker(pages: string[], errors: unknown[]) {
  const pool = open();
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool, true), {
    ring: () => {},
    announce: () => {},
  });
  return new DirectoryMaintenance({
    changes: {
      upkeepPage: async (id, task) => {
        // As it begins: the other worker does many empty pages while this one announces a departure.
        pages.push(`${task.name} ${id}`);
        return await changes.upkeepPage(id, task);
      },
    },
    work: new UpkeepWork(pool),
    personalData: new PersonalDataStore(pool),
    onError: (error) => errors.push(error),
  });
}

it('a departure is announced in the first turns after a change of roles, and two workers do nothing twice', async () => {
  const pool = open();
  const directories = await seedDirectories(pool);
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring: () => {}, announce: () => {} });
  const create = (directoryId: string, more: object = {}) =>
    changes.submit(directoryId, {
      kind: 'create-user',
      resource: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: newId('diruser'), ...more },
      caller: {},
    });
  const last = directories.at(-1)!;
  const settings = new DirectorySettingsStore(pool);
  await settings.setPolicy(last, {
    on_deactivate: 'delete_event',
    departure: 'graceful',
    departure_attribute: 'title',
  });
  // In the others the pass has nobody to announce.
  const inhabited = directories.filter((_, n) => n % 10 === 0);
  for (const directoryId of inhabited) await create(directoryId);
  const leaver = await create(last, { title: '2999-01-01T00:00:00Z' });
  const { rowCount } = await pool.query(`UPDATE departures SET at = now() - interval '1 s'`);
  expect(rowCount).toBe(1);
  // The date itself has come, too.
  await pool.query(
    `UPDATE users SET resource = jsonb_set(resource, '{title}', '"2020-01-01T00:00:00Z"') WHERE id = $1`,
    [leaver.user.id],
  );
  expect(await settings.replaceRoles([ROLE])).toHaveLength(DIRECTORIES);

  const pages: string[] = [];
  const errors: unknown[] = [];
  await Promise.all([worker(pages, errors).run(), worker(pages, errors).run()]);
  expect(errors).toEqual([]);
  // Of 310 pages: both workers may be at a page of a recomputation when they find the departure.
  expect(pages.findIndex((page) => page === `depart ${last}`)).toBeLessThan(10);

  const { rows: left } = await pool.query(
    `SELECT body::json #>> '{data,reason}' AS reason FROM events WHERE type LIKE '%user_deleted'`,
  );
  expect(left).toEqual([{ reason: 'departed' }]);
  const { rows: updated } = await pool.query<{ events: number; users: number }>(
    `SELECT count(*) AS events, count(DISTINCT resource_id) AS users FROM events WHERE type LIKE '%user_updated'`,
  );
  expect(updated).toEqual([{ events: inhabited.length, users: inhabited.length }]);
  expect((await pool.query('SELECT FROM pending_recomputations')).rowCount).toBe(0);
});

it('announcements that wait are found by directory, in pages, and made by whichever worker comes first', async () => {
  const pool = open();
  const found: string[] = [];
  for (const isDeleted of [false, false, true]) {
    const { directoryId } = await seedDirectory(pool);
    await pool.query(
      `WITH people AS (
        INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
        SELECT $1 || n, $1, 'u' || n, 'u' || n, true, true, json_build_object('userName', 'u' || n), '{"preferred_username":"u"}', 1
        FROM generate_series(1, 3) n RETURNING id)
      INSERT INTO pending_announcements (directory_id, user_id, previous_groups)
      SELECT $1, id, '[{"id":"dirgroup_1","name":"Sales"}]' FROM people`,
      [directoryId],
    );
    if (isDeleted) await pool.query('UPDATE directories SET deleted_at = now() WHERE id = $1', [directoryId]);
    else found.push(directoryId);
  }
  found.sort();
  const work = new UpkeepWork(pool);
  expect(await work.announcing('', 10)).toEqual(found);
  expect(await work.announcing('', 1)).toEqual(found.slice(0, 1));
  expect(await work.announcing(found[0]!, 1)).toEqual(found.slice(1));
  expect(await work.announcing(found[1]!, 10)).toEqual([]);

  const pages: string[] = [];
  const errors: unknown[] = [];
  await Promise.all([worker(pages, errors).run(), worker(pages, errors).run()]);
  expect(errors).toEqual([]);
  expect(await work.announcing('', 10)).toEqual([]);
  const { rows } = await pool.query(
    `SELECT count(*) AS events, count(DISTINCT resource_id) AS users FROM events
      WHERE type LIKE '%user_updated' AND directory_id = ANY ($1)`,
    [found],
  );
  expect(rows).toEqual([{ events: 6, users: 6 }]);
});

it('a directory that a process has claimed is refused at once, though its lock is free', async () => {
  const pool = open();
  const { directoryId } = await seedDirectory(pool);
  const claims = new PostgresDirectoryTransactions(pool, true);
  await claims.run(directoryId, async () => {
    await expect(claims.run(directoryId, async () => {})).rejects.toBeInstanceOf(DirectoryClaimedError);
  });
  await claims.run(directoryId, async () => {});
});
