import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPool, DirectoryReads } from '#persistence';
import { parseFilter, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory } from '../support/seed.js';

/** As many as there may be on a connection, whatever clients ask for. */
const BOUND = 40;

let database: TestDatabase;
let pool: Pool;
let reads: DirectoryReads;
let directoryId: string;

beforeAll(async () => {
  database = await createDatabase();
});

// One connection, which has everything that was prepared.
beforeEach(async () => {
  pool ??= createPool(database.url, { max: 1, name: 'test' });
  ({ directoryId } = await seedDirectory(pool));
  reads = new DirectoryReads(pool);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const prepared = async (): Promise<string[]> =>
  (await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements')).rows.map(({ name }) => name);

it('prepares one statement for a thousand pages, by index and of any size', async () => {
  const before = (await prepared()).length;
  for (let page = 0; page < 1_000; page++)
    await reads.users(directoryId, { offset: page * 100, limit: 1 + (page % 100) });
  expect((await prepared()).length - before).toBe(1);
});

it('keeps a bounded number of a thousand shapes of filters, the latest used', async () => {
  const shape = (n: number): string =>
    [...n.toString(2).padStart(10, '0')].map((bit) => `title ${bit === '0' ? 'eq' : 'co'} "x"`).join(' and ');
  const ask = (n: number) => reads.users(directoryId, { filter: parseFilter(shape(n), USER), offset: 0, limit: 10 });
  await ask(0);
  const [usual] = (await prepared()).filter((name) => name.startsWith('shape')).slice(-1);
  for (let n = 1; n < 1_000; n++) {
    await ask(n);
    // A shape that is used again and again is not the one that is dropped.
    if (n % 10 === 0) await ask(0);
  }
  const names = await prepared();
  expect(names.length).toBeLessThanOrEqual(BOUND);
  expect(names).toContain(usual);
  // What made room is prepared anew.
  expect((await ask(1)).total).toBe(0);
});
