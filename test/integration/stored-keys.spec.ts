import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DirectoryChanges, newId } from '#directory';
import { createPool, DirectoryReads, migrate, PostgresDirectoryTransactions } from '#persistence';
import { parseFilter, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';

let database: TestDatabase;
let pool: pg.Pool;
let directory: SeededDirectory;
let other: SeededDirectory;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 3, name: 'test' });
  directory = await seedDirectory(pool);
  other = await seedDirectory(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** A user as the version before stored one. */
async function stored(
  userName: string,
  createdAt: string,
  { directoryId } = directory,
  deleted = false,
): Promise<string> {
  const id = newId('diruser');
  await pool.query(
    `INSERT INTO users (id, directory_id, user_name, user_name_key, email_keys, active, announced, resource, profile, created_at, deleted_at)
      VALUES ($1, $2, $3, $4, ARRAY[$4], $6, $6, jsonb_build_object('userName', $3::text, 'active', $6::boolean), '{"name": null}', $5,
        CASE WHEN $6 THEN NULL ELSE now() END)`,
    [id, directoryId, userName, userName.toLowerCase(), createdAt, !deleted],
  );
  return id;
}

async function found(userName: string): Promise<string[]> {
  const query = { filter: parseFilter(`userName eq ${JSON.stringify(userName)}`, USER), offset: 0, limit: 9 };
  return (await new DirectoryReads(pool).users(directory.directoryId, query)).items.map(({ id }) => id);
}

/** Runs the migration again, on rows of the version before. @returns what it told */
async function migrateAgain(): Promise<string[]> {
  await pool.query(`DELETE FROM migrations WHERE name LIKE 'StoredKeys%'; DROP TABLE IF EXISTS name_collisions`);
  return await startAgain();
}

async function startAgain(): Promise<string[]> {
  const told: string[] = [];
  const warnings = await migrate(database.ownerUrl, (name) => told.push(name));
  return [...told, ...warnings];
}

const rename = (id: string, userName: string) =>
  new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} }).submit(
    directory.directoryId,
    { kind: 'update-user', id, change: (resource) => ({ ...resource, userName, title: 'new' }), caller: {} },
  );

it('rows of the version before get their keys, and a name that two have is told, not a failure', async () => {
  const plain = await stored('Ada@example.com', '2026-01-01T00:00:00Z');
  const accented = await stored('zoe\u0308', '2026-01-01T00:00:00Z');
  const elsewhere = await stored('stra\u00DFe', '2026-01-01T00:00:00Z', other);
  const left = await stored('strasse', '2025-01-01T00:00:00Z', directory, true);
  const newer = await stored('strasse', '2026-03-01T00:00:00Z');
  const older = await stored('Stra\u00DFe', '2026-02-01T00:00:00Z');
  const blank = await stored(' straSSE', '2026-04-01T00:00:00Z');
  await pool.query(
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, resource) VALUES ($1, $2, 'Z\u00FCrich ', 'z\u00FCrich ', '{}')`,
    [newId('dirgroup'), directory.directoryId],
  );

  const told = await migrateAgain();

  expect(told[0]).toContain('StoredKeys');
  expect(told.slice(1)).toEqual(
    [newer, blank].map(
      (id) => `users ${older} and ${id} of directory ${directory.directoryId} have one name: rename or delete either`,
    ),
  );
  expect(await found('ada@EXAMPLE.com')).toEqual([plain]);
  expect(await found('zo\u00EB')).toEqual([accented]);
  expect(await found('STRASSE')).toEqual([older]);
  const { rows } = await pool.query<{ id: string; user_name_key: string; email_keys: string[] }>(
    'SELECT id, user_name_key, email_keys FROM users WHERE id = ANY($1)',
    [[elsewhere, left, blank]],
  );
  expect(new Map(rows.map((row) => [row.id, [row.user_name_key, ...row.email_keys]]))).toEqual(
    new Map([
      [elsewhere, ['strasse', 'strasse']],
      [left, ['strasse', 'strasse']],
      [blank, [`strasse COLLIDES ${blank}`, 'strasse']],
    ]),
  );
  const groups = await pool.query('SELECT display_name, display_name_key FROM groups');
  expect(groups.rows).toEqual([{ display_name: 'Z\u00FCrich ', display_name_key: 'z\u00FCrich' }]);

  // Who collides is changed as before, and gets the name when the other is renamed.
  await rename(newer, 'strasse');
  await rename(newer, 'strasse');
  expect(await found('strasse')).toEqual([older]);
  await rename(older, 'gasse');
  await rename(blank, 'allee');
  expect(await startAgain()).toEqual([]);
  expect(await found('strasse')).toEqual([newer]);
  expect(await found('allee')).toEqual([blank]);
});

it('the migration goes through every page, and changes nothing when it runs again', async () => {
  await pool.query(
    `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile)
      SELECT 'diruser_' || lpad(n::text, 26, '0'), CASE WHEN n % 3 = 0 THEN $1 ELSE $2 END, name, lower(name COLLATE "C"), true, true,
        jsonb_build_object('userName', name), '{}'
      FROM (SELECT n, CASE WHEN n % 2 = 0 THEN 'M\u00DCLLER' ELSE 'Miller' END || n AS name FROM generate_series(1, 6000) AS n) one`,
    [directory.directoryId, other.directoryId],
  );
  expect(await migrateAgain()).toHaveLength(1);
  const wrong = 'SELECT count(*) FROM users WHERE user_name_key <> comparison_key(user_name)';
  expect((await pool.query(wrong)).rows).toEqual([{ count: 0 }]);
  const versions = 'SELECT array_agg(xmin::text ORDER BY id) AS versions FROM users';
  const before = await pool.query(versions);
  await migrateAgain();
  expect((await pool.query(versions)).rows).toEqual(before.rows);
});
