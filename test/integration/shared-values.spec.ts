import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryChanges, newId } from '#directory';
import {
  createPool,
  createSearchPool,
  DirectoryReads,
  GroupList,
  NotFewError,
  PostgresDirectoryTransactions,
  Searches,
  UserList,
} from '#persistence';
import { GROUP, parseFilter, parseResource, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining } from '../support/explain.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';

/** Users of one directory who share an address and an externalId; and as many who have left under one name, with the same values. */
const SHARING = 50_000;
const ADDRESS = 'shared@example.com';
/** Pages of the database that a lookup looks at: it reads a thousand rows twice, to list and to count; all of them would be 400,000 or more. */
const FEW_PAGES = 12_000;

let database: TestDatabase;
let pool: Pool;
let searches: Searches;
let crowd: SeededDirectory;
let neighbour: SeededDirectory;
let neighbourId: string;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 2, name: 'test' });
  searches = new Searches(createSearchPool(database.ownerUrl), pool);
  [crowd, neighbour] = [await seedDirectory(pool), await seedDirectory(pool)];
  await pool.query('ALTER TABLE users SET (autovacuum_enabled = false)');
  const insert = (directory: SeededDirectory, from: number, to: number, left: boolean) =>
    pool.query(
      `INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, deleted_at)
        SELECT 'diruser_' || $1 || lpad(n::text, 20, '0'), $2, name, name, $3, ARRAY[$4], NOT $5, NOT $5,
          jsonb_build_object('userName', name, 'externalId', $3::text, 'active', NOT $5), jsonb_build_object('preferred_username', name),
          CASE WHEN $5 THEN timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s' END
        FROM (SELECT n, CASE WHEN $5 THEN 'left' ELSE $1 || n END AS name FROM generate_series($6::int, $7::int) AS n) one`,
      [directory === crowd ? 'c' : 'n', directory.directoryId, 'ext-shared', ADDRESS, left, from, to],
    );
  await insert(crowd, 1, SHARING, false);
  await insert(crowd, SHARING + 1, 2 * SHARING, true);
  await insert(neighbour, 1, 1, false);
  neighbourId = `diruser_n${'1'.padStart(20, '0')}`;
  await pool.query(
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, external_id, resource)
      SELECT 'dirgroup_' || lpad(n::text, 20, '0'), $1, 'Team', 'team', CASE WHEN n % 2 = 0 THEN 'gext-shared' ELSE 'gext-' || n END,
        '{"displayName": "Team"}' FROM generate_series(1, $2::int) AS n`,
    [crowd.directoryId, SHARING],
  );
}, 240_000);

afterAll(async () => {
  await searches.end();
  await pool.end();
  await database.drop();
});

interface Found {
  items: { id: string }[];
  total: number;
}
type Ask = (pool: Pool, directory: SeededDirectory) => (on?: Parameters<UserList['page']>[3]) => Promise<Found>;

const scim =
  (filter: string, limit = 10): Ask =>
  (from, { directoryId }) =>
  (on) =>
    new DirectoryReads(from).users(directoryId, { filter: parseFilter(filter, USER), offset: 0, limit }, on);
const rest =
  (criteria: Parameters<UserList['page']>[1]): Ask =>
  (from, { directoryId }) =>
  (on) =>
    new UserList(from).page(directoryId, criteria, { size: 10 }, on);

const LOOKUPS: [what: string, ask: Ask, total: number][] = [
  ['SCIM: emails.value eq', scim(`emails.value eq "${ADDRESS}"`), SHARING],
  ['SCIM: emails.value eq, counted', scim(`emails.value eq "${ADDRESS}"`, 0), SHARING],
  ['SCIM: emails.value eq and what nobody has', scim(`emails.value eq "${ADDRESS}" and title eq "x"`), 0],
  ['SCIM: externalId eq', scim('externalId eq "ext-shared"'), SHARING],
  ['REST: email', rest({ email: ADDRESS }), 2 * SHARING],
  ['REST: email and active', rest({ email: ADDRESS, active: true }), SHARING],
  ['REST: external_id', rest({ externalId: 'ext-shared' }), 2 * SHARING],
  ['REST: a filter on userName', rest({ filter: parseFilter('userName eq "left"', USER) }), SHARING],
];

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  beforeAll(async () => {
    if (statistics === 'with statistics') await pool.query('VACUUM ANALYZE users, groups');
  }, 60_000);

  it.each(LOOKUPS)('%s of many is given up soon, and answered in the room of searches', async (_what, ask, total) => {
    const explained = explaining(pool);
    await expect(ask(explained.pool, crowd)()).rejects.toBeInstanceOf(NotFewError);
    const { pages, scanned } = explained.take();
    expect({ scanned, pages: pages > FEW_PAGES ? pages : 'few' }).toEqual({ scanned: [], pages: 'few' });
    const found = await searches.lookUp({ tenant: 'x' }, ask(pool, crowd));
    expect(found.total).toBe(total);
    expect(found.items).toHaveLength(_what.endsWith('counted') ? 0 : Math.min(total, 10));
  });

  it.each(LOOKUPS.filter(([what]) => what.includes('email')))(
    '%s costs the neighbour no more than without the crowd',
    async (what, ask) => {
      const explained = explaining(pool);
      const found = await ask(explained.pool, neighbour)();
      const isFound = !what.endsWith('counted') && !what.endsWith('nobody has');
      expect(found.items.map(({ id }) => id)).toEqual(isFound ? [neighbourId] : []);
      const { pages, scanned } = explained.take();
      expect({ scanned, pages: pages > 300 ? pages : 'few' }).toEqual({ scanned: [], pages: 'few' });
    },
  );

  it('many leavers of one name hide nobody who is present', async () => {
    const explained = explaining(pool);
    const found = await scim('userName eq "left"')(explained.pool, crowd)();
    expect(found).toMatchObject({ items: [], total: 0 });
    expect(explained.take().pages).toBeLessThan(100);
  });

  it('groups that share an externalId, too', async () => {
    const list = (from: Pool) => new GroupList(from);
    const explained = explaining(pool);
    const criteria = { externalId: 'gext-shared' };
    await expect(list(explained.pool).page(crowd.directoryId, criteria, { size: 10 })).rejects.toBeInstanceOf(
      NotFewError,
    );
    expect(explained.take().pages).toBeLessThan(FEW_PAGES);
    const found = await searches.lookUp({ tenant: 'x' }, (on) =>
      list(pool).page(crowd.directoryId, criteria, { size: 10 }, on),
    );
    expect(found.total).toBe(SHARING / 2);
    const filter = parseFilter('displayName eq "team"', GROUP);
    const read = (on?: Parameters<UserList['page']>[3]) =>
      new DirectoryReads(pool).groups(crowd.directoryId, { filter, offset: 0, limit: 5 }, false, on);
    await expect(read()).rejects.toBeInstanceOf(NotFewError);
    expect((await searches.lookUp({ tenant: 'x' }, read)).total).toBe(SHARING);
  });

  it('a change beside them looks at few of them', async () => {
    const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
    const name = `${statistics} ${newId('diruser')}`;
    // Somebody present has the externalId: a new person, whatever has left under it.
    const created = await changes.submit(crowd.directoryId, {
      kind: 'create-user',
      resource: parseResource(USER, { userName: name, externalId: 'ext-shared' }),
      caller: {},
    });
    expect(created.user.id).not.toContain('diruser_c');
    // Of the many users who left under this name, the last one comes back.
    const back = await changes.submit(crowd.directoryId, {
      kind: 'create-user',
      resource: parseResource(USER, { userName: 'left' }),
      caller: {},
    });
    expect(back.user.id).toMatch(/^diruser_c0+\d+$/);
    await changes.submit(crowd.directoryId, { kind: 'delete-user', id: back.user.id, caller: {} });
    const group = parseResource(GROUP, { displayName: 'Team', externalId: `gext-new-${statistics}` });
    await changes.submit(crowd.directoryId, { kind: 'create-group', resource: group, members: [], caller: {} });
    await expect(
      changes.submit(crowd.directoryId, {
        kind: 'create-group',
        resource: parseResource(GROUP, { displayName: 'Team', externalId: 'gext-shared' }),
        members: [],
        caller: {},
      }),
    ).rejects.toMatchObject({ code: 'group_name_taken' });
    await expect(
      changes.submit(crowd.directoryId, {
        kind: 'create-group',
        resource: parseResource(GROUP, { displayName: 'Team' }),
        members: [],
        caller: {},
      }),
    ).rejects.toMatchObject({ code: 'group_name_taken' });
    // As it was.
    await pool.query('DELETE FROM users WHERE id = $1', [created.user.id]);
    await pool.query('UPDATE users SET email_keys = ARRAY[$2], external_id = $3 WHERE id = $1', [
      back.user.id,
      ADDRESS,
      'ext-shared',
    ]);
    await pool.query('DELETE FROM groups WHERE external_id = $1', [group['externalId']]);
  });
});
