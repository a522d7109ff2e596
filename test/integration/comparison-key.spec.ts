import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryChanges, type UserRecord } from '#directory';
import { createPool, DirectoryReads, PostgresDirectoryTransactions, UserList } from '#persistence';
import { comparisonKey, GROUP, parseFilter, parseResource, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';

let database: TestDatabase;
let pool: Pool;
let directory: SeededDirectory;
let changes: DirectoryChanges;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 3, name: 'test' });
  directory = await seedDirectory(pool);
  changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function createUser(userName: string, rest: object = {}): Promise<UserRecord> {
  const resource = parseResource(USER, { ...rest, userName });
  return (await changes.submit(directory.directoryId, { kind: 'create-user', resource, caller: {} })).user;
}

async function createGroup(displayName: string): Promise<string> {
  const resource = parseResource(GROUP, { displayName });
  const change = { kind: 'create-group' as const, resource, members: [], caller: {} };
  return (await changes.submit(directory.directoryId, change)).group.id;
}

const quote = (text: string) => JSON.stringify(text);

async function found(filter: string): Promise<string[]> {
  const query = { filter: parseFilter(filter, USER), offset: 0, limit: 100 };
  return (await new DirectoryReads(pool).users(directory.directoryId, query)).items.map(({ id }) => id);
}

const SAME = [
  ['a composed and a decomposed letter', 'zo\u00EB@example.com', 'zoe\u0308@example.com'],
  ['a capital sigma and the small one at the end of a word', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['sharp s and its capital', 'jürgen.weiß', 'JÜRGEN.WEISS'],
  ['a dotted capital I', '\u0130pek', 'i\u0307pek'],
  ['a trailing blank', 'grace@example.com', 'grace@example.com '],
  ['full-width letters', 'ｋｅｎ', 'KEN'],
] as const;

describe('a user', () => {
  it.each(SAME)('is one under either spelling, and found by either: %s', async (_what, one, other) => {
    const { id, resource } = await createUser(one);
    expect(resource['userName']).toBe(one);
    const second = await createUser(other).catch((error: unknown) => error);
    expect(second).toMatchObject({ code: 'user_name_taken' });
    for (const spelling of [one, other]) {
      expect(await found(`userName eq ${quote(spelling)}`)).toEqual([id]);
      expect(await found(`userName sw ${quote(spelling.trim())}`)).toEqual([id]);
      expect(await found(`userName co ${quote(spelling.trim())} and not (userName ne ${quote(spelling)})`)).toEqual([
        id,
      ]);
    }
  });

  it.each(SAME)('is found by either spelling of an address and of a title: %s', async (_what, one, other) => {
    const { id } = await createUser(`by-value-${one}`, { title: one, emails: [{ value: one, type: 'work' }] });
    for (const spelling of [one, other]) {
      expect(await found(`emails.value eq ${quote(spelling)}`)).toEqual([id]);
      expect(await found(`emails[type eq "work" and value eq ${quote(spelling)}]`)).toEqual([id]);
      expect(await found(`title eq ${quote(spelling)}`)).toEqual([id]);
      const page = await new UserList(pool).page(directory.directoryId, { email: spelling }, { size: 10 });
      expect(page.items.map((user) => user.id)).toEqual([id]);
    }
  });
});

it.each(SAME)('a group is one under either spelling: %s', async (_what, one, other) => {
  const id = await createGroup(one);
  const second = await createGroup(other).catch((error: unknown) => error);
  expect(second).toMatchObject({ code: 'group_name_taken' });
  const query = { filter: parseFilter(`displayName eq ${quote(other)}`, GROUP), offset: 0, limit: 10 };
  const page = await new DirectoryReads(pool).groups(directory.directoryId, query, false);
  expect(page.items.map((group) => group.id)).toEqual([id]);
});

it('SQL makes the same key as the application, of every character there is', async () => {
  const known: string[] = [];
  for (let code = 1; code < 0x110000; code++) {
    const character = String.fromCodePoint(code);
    if (/\p{Assigned}/u.test(character) && !/\p{Private_Use}|\p{Surrogate}/u.test(character)) known.push(character);
  }
  const { rows } = await pool.query<{ character: string; decomposed: string; key: string }>(
    `SELECT c AS character, normalize(c, NFD) AS decomposed, comparison_key(c || 'x' || c) AS key FROM unnest($1::text[]) AS c`,
    [known],
  );
  // An older server does not know how to decompose some letters of rare scripts.
  const common = rows.filter(({ character, decomposed }) => decomposed === character.normalize('NFD'));
  expect(common.length).toBeGreaterThan(150_000);
  const differing = common.filter(({ character, key }) => key !== comparisonKey(`${character}x${character}`));
  expect(differing).toEqual([]);
});
