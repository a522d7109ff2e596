import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, DirectoryReads, GroupList, type ListQuery, UserList } from '#persistence';
import { GROUP, parseFilter, parseSortBy, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining } from '../support/explain.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';
import { peopleGroupId, personId, seedPeople } from '../support/seed-people.js';

const USERS = 100_000;
const GROUPS = 100;
const instant = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();

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

interface Found {
  total: number;
  items: { id: string }[];
}
type Question = [
  what: string,
  expected: [total: number, first: string | undefined],
  ask: (pool: Pool) => Promise<Found>,
];

const userFilter = (text: string) => parseFilter(text, USER);
const rest =
  (criteria: Parameters<UserList['page']>[1], page: object = {}) =>
  (pool: Pool) =>
    new UserList(pool).page(directory.directoryId, criteria, { size: 10, ...page });
const groups =
  (criteria: Parameters<GroupList['page']>[1], page: object = {}) =>
  (pool: Pool) =>
    new GroupList(pool).page(directory.directoryId, criteria, { size: 10, ...page });
const scim = (query: object) => (pool: Pool) =>
  new DirectoryReads(pool).users(directory.directoryId, { offset: 0, limit: 10, ...query });
const sort = (name: string, descending = false): ListQuery['sort'] => ({ path: parseSortBy(name, USER), descending });

const byName = Array.from({ length: USERS }, (_, n) => n + 1)
  .map((n): [string, string] => [`person${n}@example.com`, personId(n)])
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([, id]) => id);
const MEMBERS = (USERS / GROUPS) * 2;
const QUESTIONS: Question[] = [
  ['all users', [USERS, personId(1)], rest({})],
  ['the page before a user', [USERS, personId(49_990)], rest({}, { before: personId(50_000) })],
  ['an address', [1, personId(77_777)], rest({ email: 'PERSON77777@example.com' })],
  ['an address that nobody has', [0, undefined], rest({ email: 'nobody@example.com' })],
  ['an externalId', [1, personId(99_999)], rest({ externalId: 'ext-99999' })],
  ['an address and more', [0, undefined], rest({ email: 'person20@example.com', active: true })],
  ['a group', [MEMBERS, personId(43)], rest({ groupId: peopleGroupId(51) })],
  [
    'a later page of a group',
    [MEMBERS, personId(99_943)],
    rest({ groupId: peopleGroupId(51) }, { after: personId(99_900) }),
  ],
  ['the last 100 changes', [100, personId(99_901)], rest({ updatedAfter: instant(USERS - 100) })],
  [
    'a later page of them',
    [100, personId(99_951)],
    rest({ updatedAfter: instant(USERS - 100) }, { after: personId(99_950), at: instant(99_950) }),
  ],
  ['all but the first 100 changes', [USERS - 100, personId(101)], rest({ updatedAfter: instant(100) })],
  ['changes with a filter', [10_000, personId(1_001)], rest({ updatedAfter: instant(1_000), active: true })],
  ['half of all changes', [50_000, personId(50_001)], rest({ updatedAfter: instant(50_000) })],
  ['inactive users', [USERS / 20, personId(20)], rest({ active: false })],
  ['active users', [(USERS / 20) * 19, personId(1)], rest({ active: true })],
  ['a filter on userName', [1, personId(5)], rest({ filter: userFilter('userName eq "Person5@example.com"') })],
  ['groups', [GROUPS, peopleGroupId(1)], groups({})],
  ['the last changes of groups', [5, peopleGroupId(96)], groups({ updatedAfter: instant(95) })],
  ['a group by its externalId', [1, peopleGroupId(9)], groups({ externalId: 'gext-9' })],

  ['SCIM: all users', [USERS, personId(1)], scim({})],
  ['SCIM: the last page', [USERS, personId(USERS - 9)], scim({ offset: USERS - 10 })],
  ['SCIM: the page that is not full', [USERS, personId(USERS - 2)], scim({ offset: USERS - 3 })],
  ['SCIM: a page by cursor', [USERS, personId(50_001)], scim({ after: personId(50_000) })],
  ['SCIM: by userName', [USERS, byName[0]], scim({ sort: sort('userName') })],
  ['SCIM: by userName, backwards', [USERS, byName.at(-1)], scim({ sort: sort('userName', true) })],
  ['SCIM: by userName, the last page', [USERS, byName.at(-10)], scim({ sort: sort('userName'), offset: USERS - 10 })],
  [
    'SCIM: by userName, a page by cursor',
    [USERS, byName[50_001]],
    scim({ sort: sort('userName'), after: byName[50_000] }),
  ],
  ['SCIM: by id, backwards', [USERS, personId(USERS)], scim({ sort: sort('id', true) })],
  ['SCIM: userName eq', [1, personId(5)], scim({ filter: userFilter('userName eq "person5@example.com"') })],
  ['SCIM: externalId eq', [1, personId(5)], scim({ filter: userFilter('externalId eq "ext-5"') })],
  ['SCIM: id eq', [1, personId(5)], scim({ filter: userFilter(`id eq "${personId(5)}"`) })],
  ['SCIM: emails.value eq', [1, personId(5)], scim({ filter: userFilter('emails.value eq "person5@example.com"') })],
  [
    'SCIM: emails[…] eq',
    [1, personId(5)],
    scim({ filter: userFilter('active eq true and emails[type eq "work" and value eq "person5@example.com"]') }),
  ],
  [
    'SCIM: displayName eq of a group',
    [1, peopleGroupId(5)],
    (pool) =>
      new DirectoryReads(pool).groups(
        directory.directoryId,
        { offset: 0, limit: 10, filter: parseFilter('displayName eq "GROUP 5"', GROUP) },
        false,
      ),
  ],
];

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
  'active users': { pages: 12_000, sorted: 30 },
};
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

    it.each(QUESTIONS)('%s is found without reading the directory', async (what, [total, first], ask) => {
      const explained = explaining(pool);
      const found = await ask(explained.pool);
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
