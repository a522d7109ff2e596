import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Change, DirectoryChanges, type DirectoryError, type GroupRecord, type UserRecord } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { applyPatch, GROUP, parsePatch, parseResource, splitMembers, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { CLEAR } from '../support/seed-deliveries.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

// Changes that are submitted in one turn of the event loop share a transaction, in this order.

let database: TestDatabase;
let pool: Pool;
let changes: DirectoryChanges;
let transactions: number;
let directory: SeededDirectory;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 5, name: 'test' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query(CLEAR);
  const real = new PostgresDirectoryTransactions(pool);
  transactions = 0;
  changes = new DirectoryChanges(
    {
      run: (directoryId, work) => {
        transactions += 1;
        return real.run(directoryId, work);
      },
    },
    { ring: () => {}, announce: () => {} },
  );
  directory = await seedDirectory(pool);
});

const submit = <C extends Change>(change: C) => changes.submit(directory.directoryId, change);

const createUser = async (userName: string, more: object = {}, id?: string): Promise<UserRecord> => {
  const resource = parseResource(USER, { userName, ...more });
  return (await submit({ kind: 'create-user', id, resource, caller: {} })).user;
};
const setUser = async (id: string, path: string, value: unknown): Promise<UserRecord> => {
  const operations = parsePatch(USER, { Operations: [{ op: 'replace', path, value }] });
  const change = (now: Record<string, unknown>) => applyPatch(USER, now, operations);
  return (await submit({ kind: 'update-user', id, change, caller: {} })).user;
};
const deleteUser = (id: string) => submit({ kind: 'delete-user', id, caller: {} });
const createGroup = async (displayName: string, members: string[] = []): Promise<GroupRecord> => {
  const resource = parseResource(GROUP, { displayName });
  return (await submit({ kind: 'create-group', resource, members, caller: {} })).group;
};
const patchGroup = async (id: string, ...Operations: object[]): Promise<GroupRecord> => {
  const { members, attributes } = splitMembers(parsePatch(GROUP, { Operations }));
  const change = (now: Record<string, unknown>) => applyPatch(GROUP, now, attributes);
  return (await submit({ kind: 'update-group', id, change, members, caller: {} })).group;
};
const renameGroup = (id: string, name: string) => patchGroup(id, { op: 'replace', path: 'displayName', value: name });
const addMember = (id: string, value: string) => patchGroup(id, { op: 'add', path: 'members', value: [{ value }] });
const deleteGroup = (id: string) => submit({ kind: 'delete-group', id, caller: {} });

/** Runs these in one transaction, and nowhere else. */
async function together(...work: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  transactions = 0;
  const results = await Promise.allSettled(work.map((start) => start()));
  expect(transactions).toBe(1);
  return results;
}

const outcomes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as DirectoryError).code));

interface Envelope {
  type: string;
  data: { id: string; version: number; groups: { name: string }[] };
  previous_attributes?: Record<string, unknown>;
}

async function eventsOf(id: string): Promise<Envelope[]> {
  const { rows } = await pool.query<{ body: string }>(
    'SELECT body FROM events WHERE resource_id = $1 ORDER BY sequence',
    [id],
  );
  return rows.map(({ body }) => JSON.parse(body) as Envelope);
}
const toldOf = async (id: string) =>
  (await eventsOf(id)).map(({ type, data }) => `${data.version} ${type.replace('organization.directory.', '')}`);

async function rowOf(id: string) {
  const { rows } = await pool.query<{ user_name: string; title: string | null; active: boolean; present: boolean }>(
    `SELECT user_name, resource ->> 'title' AS title, active, deleted_at IS NULL AS present FROM users WHERE id = $1`,
    [id],
  );
  return rows[0];
}

async function membersOf(groupId: string): Promise<string[]> {
  const sql = 'SELECT user_id FROM group_members WHERE group_id = $1 ORDER BY user_id';
  return (await pool.query<{ user_id: string }>(sql, [groupId])).rows.map(({ user_id }) => user_id);
}

describe('users of one batch', () => {
  it('a name that a rename has freed is free, and nothing of the rename is lost', async () => {
    const [a, b] = [await createUser('x'), await createUser('z')];
    const results = await together(
      () => setUser(a.id, 'userName', 'y'),
      () => setUser(b.id, 'userName', 'x'),
      () => setUser(a.id, 'title', 'Architect'),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'done']);
    expect(await rowOf(a.id)).toEqual({ user_name: 'y', title: 'Architect', active: true, present: true });
    expect(await rowOf(b.id)).toMatchObject({ user_name: 'x' });
    expect(await toldOf(a.id)).toEqual(['1 user_created', '2 user_updated', '3 user_updated']);
  });

  it('a deleted user stays deleted when another user takes the name', async () => {
    const [a, b] = [await createUser('x'), await createUser('z')];
    const results = await together(
      () => deleteUser(a.id),
      () => setUser(b.id, 'userName', 'x'),
      () => setUser(a.id, 'title', 'Architect'),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'user_not_found']);
    expect(await rowOf(a.id)).toEqual({ user_name: 'x', title: null, active: false, present: false });
    expect(await toldOf(a.id)).toEqual(['1 user_created', '2 user_deleted']);
  });

  it('a name that a deactivated user still has is taken', async () => {
    const a = await createUser('x');
    const results = await together(
      () => setUser(a.id, 'active', false),
      () => createUser('x'),
    );
    expect(outcomes(results)).toEqual(['done', 'user_name_taken']);
  });

  it('a chain of names moves up by one, in one transaction', async () => {
    const users = await Promise.all(['n1', 'n2', 'n3', 'n4', 'n5'].map((name) => createUser(name)));
    const results = await together(
      () => deleteUser(users[0]!.id),
      ...users.slice(1).map(
        ({ id }, index) =>
          () =>
            setUser(id, 'userName', `n${index + 1}`),
      ),
      () => createUser('n5', { externalId: 'e5' }),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  });

  it('two users swap their names by way of a third name', async () => {
    const [a, b] = [await createUser('x'), await createUser('z')];
    const results = await together(
      () => setUser(a.id, 'userName', 'tmp'),
      () => setUser(b.id, 'userName', 'x'),
      () => setUser(a.id, 'userName', 'z'),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'done']);
    expect([await rowOf(a.id), await rowOf(b.id)]).toMatchObject([{ user_name: 'z' }, { user_name: 'x' }]);
  });

  it('a name that a rename has taken is taken', async () => {
    const [a, b] = [await createUser('x'), await createUser('z')];
    const results = await together(
      () => setUser(a.id, 'userName', 'y'),
      () => setUser(b.id, 'userName', 'y'),
      () => createUser('Y'),
    );
    expect(outcomes(results)).toEqual(['done', 'user_name_taken', 'user_name_taken']);
  });

  it('a user who leaves and returns keeps the id and loses the former memberships', async () => {
    const a = await createUser('x', { externalId: 'e1' });
    const group = await createGroup('Sales', [a.id]);
    const [, back] = await together(
      () => deleteUser(a.id),
      () => createUser('x.new', { externalId: 'e1' }),
    );
    expect((back as PromiseFulfilledResult<UserRecord>).value).toMatchObject({ id: a.id, groups: [], active: true });
    expect(await membersOf(group.id)).toEqual([]);
    expect(await rowOf(a.id)).toMatchObject({ user_name: 'x.new', present: true });
    expect((await toldOf(a.id)).slice(-2)).toEqual(['3 user_deleted', '4 user_created']);
  });

  it('a user who leaves and returns joins each group that waits for the user, also one left a moment ago', async () => {
    const group = await createGroup('Sales', ['e1']);
    const a = await createUser('x');
    await addMember(group.id, a.id);
    const [, back] = await together(
      () => deleteUser(a.id),
      () => createUser('x', { externalId: 'e1' }),
    );
    expect((back as PromiseFulfilledResult<UserRecord>).value).toMatchObject({ id: a.id, groups: [{ id: group.id }] });
    expect(await membersOf(group.id)).toEqual([a.id]);
  });

  it('a group that has waited for a user who got the externalId does not wait for the user who returns under it', async () => {
    const group = await createGroup('Sales', ['e1']);
    const a = await createUser('x');
    const [joined, , back] = await together(
      () => setUser(a.id, 'externalId', 'e1'),
      () => deleteUser(a.id),
      () => createUser('x', { externalId: 'e1' }),
    );
    const groupsOf = (result: unknown) => (result as PromiseFulfilledResult<UserRecord>).value.groups;
    expect([groupsOf(joined), groupsOf(back)]).toMatchObject([[{ id: group.id }], []]);
    expect(await membersOf(group.id)).toEqual([]);
  });

  it('a group no longer waits for a user who returned to the group and left again', async () => {
    const ada = await createUser('ada', { externalId: 'e1' });
    await deleteUser(ada.id);
    await createGroup('Board', ['e1']);
    const results = await together(
      () => createUser('ada', { externalId: 'e1' }),
      () => deleteUser(ada.id),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect((await pool.query('SELECT FROM group_references')).rowCount).toBe(0);
    expect((await createUser('ada', { externalId: 'e1' })).groups).toEqual([]);
  });

  it('of two users who left together under one name, the later one comes back', async () => {
    const a = await createUser('x', { externalId: 'e1' });
    const [, created] = await together(
      () => deleteUser(a.id),
      () => createUser('x', { externalId: 'e2' }, 'diruser_second'),
      () => deleteUser('diruser_second'),
    );
    expect((created as PromiseFulfilledResult<UserRecord>).value.id).toBe('diruser_second');
    expect((await createUser('x')).id).toBe('diruser_second');
  });

  it('a user who is created and deleted in one batch is stored as deleted', async () => {
    const results = await together(
      () => createUser('x', {}, 'diruser_short'),
      () => deleteUser('diruser_short'),
      () => setUser('diruser_short', 'title', 'Architect'),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'user_not_found']);
    expect(await rowOf('diruser_short')).toEqual({ user_name: 'x', title: null, active: false, present: false });
  });
});

describe('groups of one batch', () => {
  it('a deleted group does not hold its name, and a renamed one lets go of the old', async () => {
    const [first, second] = [await createGroup('Sales'), await createGroup('Legal')];
    const results = await together(
      () => deleteGroup(first.id),
      () => createGroup('Sales'),
      () => renameGroup(second.id, 'Board'),
      () => createGroup('legal'),
      () => renameGroup(first.id, 'Anything'),
    );
    expect(outcomes(results)).toEqual(['done', 'done', 'done', 'done', 'group_not_found']);
    expect(await toldOf(first.id)).toEqual(['1 group_created', '2 group_deleted']);
  });

  it('a name that a rename has taken is taken', async () => {
    const group = await createGroup('Legal');
    const results = await together(
      () => renameGroup(group.id, 'Board'),
      () => createGroup('board'),
    );
    expect(outcomes(results)).toEqual(['done', 'group_name_taken']);
  });

  it('members show the new name of their group at once, also where the batch had not read the group before', async () => {
    const [a, b] = [await createUser('x'), await createUser('z')];
    const [sales, legal] = [await createGroup('Sales', [a.id, b.id]), await createGroup('Legal')];
    const [, updated] = await together(
      () => renameGroup(sales.id, 'Revenue'),
      () => setUser(a.id, 'title', 'Architect'),
      () => addMember(legal.id, b.id),
    );
    expect((updated as PromiseFulfilledResult<UserRecord>).value.groups).toMatchObject([{ name: 'Revenue' }]);
    const last = async (id: string) =>
      (await eventsOf(id))
        .at(-1)!
        .data.groups.map(({ name }) => name)
        .sort();
    expect(await last(a.id)).toEqual(['Revenue']);
    expect(await last(b.id)).toEqual(['Legal', 'Revenue']);
  });

  it('a user who arrives joins a group under its new name, and no deleted group', async () => {
    const [sales, legal] = [await createGroup('Sales', ['e1']), await createGroup('Legal', ['e1'])];
    const [, , created] = await together(
      () => renameGroup(sales.id, 'Revenue'),
      () => deleteGroup(legal.id),
      () => createUser('x', { externalId: 'e1' }),
    );
    const { id, groups } = (created as PromiseFulfilledResult<UserRecord>).value;
    expect(groups).toEqual([{ id: sales.id, name: 'Revenue' }]);
    expect(await membersOf(sales.id)).toEqual([id]);
  });

  it('a group that waits for a member takes the member in once', async () => {
    const group = await createGroup('Sales', ['e1']);
    const results = await together(
      () => createUser('x', { externalId: 'e1' }, 'diruser_once'),
      () => createUser('z', { externalId: 'e1' }, 'diruser_twice'),
    );
    expect(outcomes(results)).toEqual(['done', 'done']);
    expect(await membersOf(group.id)).toEqual(['diruser_once']);
  });

  it('a group that waits for one person under two names has that person once', async () => {
    const a = await createUser('x', { externalId: 'e1' });
    await deleteUser(a.id);
    const group = await createGroup('Sales', [a.id, 'e1']);
    expect((await createUser('x', { externalId: 'e1' })).groups).toEqual([{ id: group.id, name: 'Sales' }]);
    expect((await eventsOf(a.id)).at(-1)!.data.groups).toHaveLength(1);
  });

  it('a change after a membership change too large to announce at once shows the group and the former groups', async () => {
    const people = await Promise.all(Array.from({ length: 1_001 }, (_, index) => createUser(`user${index}`)));
    const ids = people.map(({ id }) => id);
    await together(
      () => createGroup('Everybody', ids),
      () => setUser(ids[0]!, 'title', 'First'),
    );
    const [, updated, ...more] = await eventsOf(ids[0]!);
    expect(updated).toMatchObject({
      data: { groups: [{ name: 'Everybody' }] },
      previous_attributes: { groups: [], title: null },
    });
    await changes.upkeep(directory.directoryId, { name: 'announce' });
    expect(more).toEqual([]);
    expect(await toldOf(ids[0]!)).toEqual(['1 user_created', '2 user_updated']);
    expect(await toldOf(ids[1]!)).toEqual(['1 user_created', '2 user_updated']);
  });
});

it('the mass-leaver guard counts earlier departures of the same batch', async () => {
  const policy = { on_deactivate: 'delete_event', hold: true, mass_leave_limit: 1 };
  await pool.query('UPDATE directories SET policy = $2 WHERE id = $1', [directory.directoryId, policy]);
  const [a, b] = [await createUser('x'), await createUser('z')];
  await together(
    () => deleteUser(a.id),
    () => setUser(b.id, 'active', false),
  );
  expect(await toldOf(a.id)).toEqual(['1 user_created', '2 user_deleted']);
  // Held: what the IdP says is stored, and receivers see it in raw_attributes only.
  expect(await toldOf(b.id)).toEqual(['1 user_created', '2 user_updated']);
  expect(await rowOf(b.id)).toMatchObject({ active: true });
});

it('membership events carry the present name of the group', async () => {
  await seedEndpoint(pool, 'https://example.com/hook', ['organization.directory.group_member_removed']);
  const a = await createUser('x');
  const group = await createGroup('Sales', [a.id]);
  await together(
    () => renameGroup(group.id, 'Revenue'),
    () => deleteUser(a.id),
  );
  const removed = (await eventsOf(a.id)).find(({ type }) => type.endsWith('group_member_removed'));
  expect(removed).toMatchObject({ data: { group: { display_name: 'Revenue' } } });
});
