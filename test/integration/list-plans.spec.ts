import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, DirectoryReads } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining } from '../support/explain.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';
import { personId, seedPeople } from '../support/seed-people.js';
import { GROUPS, LIST_QUESTIONS, USERS } from './list-questions.js';

let database: TestDatabase;
let seeding: Pool;
let directory: SeededDirectory;

beforeAll(async () => {
  database = await createDatabase();
  seeding = createPool(database.ownerUrl, { max: 1, name: 'seed' });
  directory = await seedDirectory(seeding);
  // Nobody analyzes the tables but this test.
  for (const table of ['users', 'groups', 'group_members', 'user_changes']) {
    await seeding.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  }
  await seedPeople(seeding, directory, USERS, GROUPS);
}, 120_000);

afterAll(async () => {
  await seeding.end();
  await database.drop();
});

interface Bound {
  pages: number;
  sorted: number;
  scanned?: string[];
}

const COSTS: Record<string, Bound> = {
  // The members are counted by the index alone, with a look at the table where nobody has vacuumed.
  'a group': { pages: 3_000, sorted: 30 },
  'a later page of a group': { pages: 3_000, sorted: 30 },
  // Each group of a page says how many members it has.
  groups: { pages: 16_000, sorted: 200 },
  'the last changes of groups': { pages: 8_000, sorted: 200 },
  'a group by its externalId': { pages: 1_600, sorted: 200 },
  // 50,000 of the changes are counted; a server that knows that all of them are this directory's needs no index.
  'all but the first 100 changes': { pages: 3_000, sorted: 30, scanned: ['user_changes'] },
  // Each of the 10,000 that are counted is looked at.
  'changes with a filter': { pages: 45_000, sorted: 30, scanned: ['user_changes'] },
  'half of all changes': { pages: 3_000, sorted: 30, scanned: ['user_changes'] },
  // One in twenty.
  'inactive users': { pages: 12_000, sorted: 30 },
  // As many are put in order as match.
  'SCIM: inactive users by title': { pages: 24_000, sorted: USERS / 20 },
  'active users': { pages: 12_000, sorted: 30 },
};
// No index has this order: each user is read once, and put in order.
for (const what of ['SCIM: by externalId', 'SCIM: by the last change']) {
  COSTS[what] = { pages: 45_000, sorted: USERS, scanned: ['users'] };
}
const LARGE = ['users', 'user_changes', 'group_members'];
const USUAL: Bound = { pages: 1_000, sorted: 200 };

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  beforeAll(async () => {
    if (statistics === 'with statistics') await seeding.query('VACUUM ANALYZE');
  });

  describe.each(["in our pool's sessions", 'in sessions with the settings of the server'])('%s', (sessions) => {
    let pool: Pool;
    beforeAll(() => {
      pool = createPool(database.url, { max: 1, name: 'plans' });
      if (sessions.startsWith('in sessions')) {
        pool.on('connect', (client) => {
          void client.query('SET enable_hashjoin = on; SET enable_mergejoin = on; SET enable_seqscan = on');
        });
      }
    });
    afterAll(() => pool.end());

    it('SCIM: a walk by numbers finds its next page in the middle, and loses nobody when somebody goes', async () => {
      const explained = explaining(pool);
      const reads = new DirectoryReads(explained.pool);
      const from = (offset: number) => reads.users(directory.directoryId, { offset, limit: 10 });
      expect((await from(50_000)).items.at(-1)!.id).toBe(personId(50_010));
      explained.take();
      const set = (deleted: string) =>
        seeding.query(`UPDATE users SET deleted_at = ${deleted} WHERE id = $1`, [personId(1)]);
      await set('now()');
      const next = await from(50_010);
      await set('NULL');
      expect(next).toMatchObject({ total: USERS, isLast: false });
      expect(next.items.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => personId(50_011 + n)));
      expect(explained.take().pages).toBeLessThan(500);
    });

    it.each(LIST_QUESTIONS)('%s is found without reading the directory', async (what, [total, first], ask) => {
      const explained = explaining(pool);
      const found = await ask(explained.pool, directory.directoryId);
      expect([found.total, found.items[0]?.id]).toEqual([total, first]);
      const cost = explained.take();
      const most = COSTS[what] ?? USUAL;
      expect({
        scanned: cost.scanned.filter((table) => LARGE.includes(table) && most.scanned?.includes(table) !== true),
        sorted: cost.sorted > most.sorted ? cost.sorted : 'few',
        pages: cost.pages > most.pages ? cost.pages : 'few',
      }).toEqual({ scanned: [], sorted: 'few', pages: 'few' });
    });
  });
});
