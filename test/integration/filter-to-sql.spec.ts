import fc from 'fast-check';
import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DirectoryChanges } from '#directory';
import { createPool, DirectoryReads, PostgresDirectoryTransactions } from '#persistence';
import { ENTERPRISE_URN, evaluate, parseFilter, parseResource, USER, type ScimResource } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';

let database: TestDatabase;
let pool: Pool;
let directory: SeededDirectory;
const stored: { id: string; representation: ScimResource }[] = [];

const word = fc.constantFrom(
  'a',
  'b',
  'ab',
  'Ab',
  'B',
  'ba',
  'é',
  'E\u0301',
  ' a',
  'a ',
  'ß',
  'SS',
  'Σ',
  'ς',
  '\u0130',
  'ａ',
  'x y',
  '%',
  '_',
  '\\',
  '"',
);
const CUSTOM = 'urn:example:2.0:User';
const person = fc.record(
  {
    title: word,
    nickName: word,
    active: fc.boolean(),
    externalId: word,
    name: fc.record({ givenName: word, familyName: word }, { requiredKeys: [] }),
    emails: fc.array(fc.record({ value: word, type: fc.constantFrom('work', 'home'), primary: fc.boolean() }), {
      maxLength: 3,
    }),
    [ENTERPRISE_URN]: fc.record({ department: word, manager: fc.record({ value: word }) }, { requiredKeys: [] }),
    [CUSTOM]: fc.record({ level: fc.integer({ min: 0, max: 3 }), tags: fc.array(word) }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 3, name: 'test' });
  directory = await seedDirectory(pool);
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
  const people = fc.sample(person, { numRuns: 150, seed: 7 });
  await Promise.all(
    people.map(async (sample, index) => {
      const resource = parseResource(USER, { ...sample, userName: `user${index}` });
      const result = await changes.submit(directory.directoryId, { kind: 'create-user', resource, caller: {} });
      const { user } = result;
      stored.push({ id: user.id, representation: { id: user.id, ...user.resource } });
    }),
  );
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const quote = (text: string) => JSON.stringify(text);
const textOperator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le');
const textPath = fc.constantFrom(
  'title',
  'nickName',
  'externalId',
  'userName',
  'id',
  'name.givenName',
  'emails.value',
  'emails',
  'emails.type',
  `${ENTERPRISE_URN}:department`,
  `${ENTERPRISE_URN}:manager.value`,
  `${CUSTOM}:tags`,
);
const elementTerm = fc.oneof(
  fc
    .tuple(fc.constantFrom('value', 'type'), textOperator, word)
    .map(([path, op, text]) => `${path} ${op} ${quote(text)}`),
  fc.boolean().map((flag) => `primary eq ${flag}`),
  fc.constantFrom('primary pr', 'not (type eq "work")'),
);
const term = fc.oneof(
  fc.tuple(textPath, textOperator, word).map(([path, op, text]) => `${path} ${op} ${quote(text)}`),
  fc
    .tuple(fc.constantFrom('active', 'emails.primary'), fc.constantFrom('eq', 'ne'), fc.boolean())
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), fc.integer({ min: 0, max: 3 }))
    .map(([op, level]) => `${CUSTOM}:level ${op} ${level}`),
  fc.tuple(textPath, fc.constantFrom('pr', 'eq null', 'ne null')).map((parts) => parts.join(' ')),
  fc.constantFrom('name pr', 'emails pr', `${CUSTOM}:level pr`),
  fc.tuple(elementTerm, fc.constantFrom('and', 'or'), elementTerm).map(([a, op, b]) => `emails[${a} ${op} ${b}]`),
);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term,
    fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map(([a, op, b]) => `(${a}) ${op} (${b})`),
    tie('filter').map((inner) => `not (${inner})`),
  ),
}));

it('a filter compiled to SQL selects what the evaluator selects, on random people', async () => {
  const reads = new DirectoryReads(pool);
  await fc.assert(
    fc.asyncProperty(filter, async (text) => {
      const node = parseFilter(text, USER);
      const page = await reads.users(directory.directoryId, { filter: node, offset: 0, limit: 1_000 });
      const expected = stored.filter(({ representation }) => evaluate(node, representation, USER)).map(({ id }) => id);
      expect(page.items.map(({ id }) => id).join()).toBe(expected.sort().join());
      expect(page.total).toBe(expected.length);
    }),
    { numRuns: 300 },
  );
});
