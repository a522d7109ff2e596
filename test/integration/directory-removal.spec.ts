import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryChanges, type LeftUsers, type RemovalResult } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, seedEndpoint } from '../support/seed.js';

const PEOPLE = 1_203;

let database: TestDatabase;
let pool: Pool;
let changes: DirectoryChanges;
beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 4, name: 'test' });
  changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring: () => {}, announce: () => {} });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function populated(): Promise<string> {
  const { directoryId } = await seedDirectory(pool);
  const people = Array.from({ length: PEOPLE }, (_, index) => `person-${index}@example.com`);
  await changes.apply(
    directoryId,
    people.map((userName) => ({ kind: 'create-user' as const, resource: { userName, title: 'Secret' }, caller: {} })),
  );
  return directoryId;
}

/** @returns the number of transactions it took */
async function remove(directoryId: string, users: LeftUsers): Promise<number> {
  let progress: RemovalResult | undefined;
  let steps = 0;
  while (progress?.done !== true) {
    const [result] = await changes.apply(directoryId, [{ kind: 'delete-directory', users, progress, caller: {} }]);
    if (result!.status === 'rejected') throw result!.reason;
    progress = result!.value as RemovalResult;
    steps += 1;
  }
  return steps;
}

const events = async (directoryId: string) =>
  (
    await pool.query<{ type: string; sequence: number; body: string }>(
      'SELECT type, sequence, body FROM events WHERE directory_id = $1 ORDER BY sequence',
      [directoryId],
    )
  ).rows;

describe('deleting a large directory', () => {
  it('announces each user once, page by page, and then the deleted directory', async () => {
    const directoryId = await populated();
    const endpoint = await seedEndpoint(pool, 'https://example.com/');
    expect(await remove(directoryId, 'deactivate')).toBe(2);
    const all = await events(directoryId);
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
    expect(all.slice(PEOPLE, -1).every(({ type }) => type === 'organization.directory.user_deleted')).toBe(true);
    expect(all.at(-1)!.type).toBe('organization.directory_deleted');
    expect(all).toHaveLength(2 * PEOPLE + 1);
    const { rows } = await pool.query<{ lane: number; count: number }>(
      'SELECT lane, count(*) FROM deliveries WHERE endpoint_id = $1 GROUP BY lane ORDER BY lane',
      [endpoint],
    );
    expect(rows).toEqual([
      { lane: 0, count: 1 },
      { lane: 1, count: PEOPLE },
    ]);
    await expect(remove(directoryId, 'deactivate')).rejects.toMatchObject({ code: 'directory_not_found' });
  });

  it('erases the personal data of the users, and keeps their ids', async () => {
    const directoryId = await populated();
    expect(await remove(directoryId, 'erase')).toBeGreaterThan(2);
    const all = await events(directoryId);
    expect(all).toHaveLength(2 * PEOPLE + 1);
    for (const { body } of all) {
      expect(body).not.toMatch(/person-|Secret/);
      expect(body).toBe(JSON.stringify(JSON.parse(body)));
    }
    const { rows } = await pool.query<{ row: string; id: string }>(
      'SELECT id, u::text AS row FROM users u WHERE directory_id = $1',
      [directoryId],
    );
    expect(rows).toHaveLength(PEOPLE);
    for (const { row } of rows) expect(row).not.toMatch(/person-|Secret/);
  });
});
