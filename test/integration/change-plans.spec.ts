import { type Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Change, DirectoryChanges } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { applyPatch, GROUP, parsePatch, parseResource, splitMembers, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { peopleGroupId, personId, seedPeople } from '../support/seed-people.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

// The server tells the plan of each statement that it ran (auto_explain), with what the plan has read: prepared statements included.

const USERS = 30_000;
const GROUPS = 3_000;
/** From the root of an index to a leaf, and a page or two of deleted entries. */
const PAGES_OF_A_SEARCH = 10;
/** Of one kind of change. */
const PEOPLE = 10;
/** Directories with one who waits, and one who is awaited: to a planner, a directory has few of them. */
const OTHERS = 10_000;
/** Autovacuum makes statistics of a table when more than 50 of its rows have changed. */
const SMALL = 60;
/** Ten people with two groups each, and their events. */
const ROWS_OF_A_CHANGE = 100;
/** A thousand people with two groups each. */
const ROWS_OF_A_PORTION = 2_000;

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

let database: TestDatabase;
/** Of changes: one session, with the plans that it keeps. */
let pool: Pool;
/** What is seeded by the session that keeps the plans makes the session plan anew. */
let seeding: Pool;
let session: PoolClient;
let directory: SeededDirectory;
let plans: { 'Query Text': string; Plan: PlanNode }[] = [];

async function start(): Promise<void> {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 1, name: 'change-plans' });
  seeding = createPool(database.ownerUrl, { max: 1, name: 'seed' });
  directory = await seedDirectory(seeding);
  await seedEndpoint(seeding, 'https://example.com');
  // New statistics of any table of a statement have the session plan it anew.
  for (const name of await tables()) await seeding.query(`ALTER TABLE ${name} SET (autovacuum_enabled = false)`);
  session = await pool.connect();
  session.on('notice', ({ message }) => {
    const json = message?.indexOf('{') ?? -1;
    if (message?.startsWith('duration:') === true)
      plans.push(JSON.parse(message.slice(json)) as (typeof plans)[number]);
  });
  await session.query(`LOAD 'auto_explain'`);
  await session.query(
    `SET auto_explain.log_min_duration = 0; SET auto_explain.log_analyze = on; SET auto_explain.log_buffers = on; SET auto_explain.log_timing = off;
     SET auto_explain.log_format = json; SET auto_explain.log_level = notice; SET client_min_messages = notice`,
  );
  session.release();
}

async function stop(): Promise<void> {
  await Promise.all([pool.end(), seeding.end()]);
  await database.drop();
}

const tables = async () =>
  (
    await seeding.query<{ name: string }>(
      `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    )
  ).rows.map(({ name }) => name);

/** Each read of a table or index that cost more than a search for each row it gave, or gave more than `most` rows. */
function wasteful(node: PlanNode, most: number): string[] {
  const found = (node.Plans ?? []).flatMap((child) => wasteful(child, most));
  const loops = node['Actual Loops'];
  const isLeaf = (node.Plans ?? []).every((child) => child['Node Type'].startsWith('Bitmap'));
  if (loops === 0 || !isLeaf || !/^(Index|Bitmap Heap|Seq)/.test(node['Node Type'])) return found;
  const pages = (node['Shared Hit Blocks'] + node['Shared Read Blocks']) / loops;
  const rows = node['Actual Rows'] * loops;
  // One look for ten ids is ten searches.
  const searches = (node['Index Cond'] ?? '').includes('ANY') ? PEOPLE : 1;
  if (pages <= PAGES_OF_A_SEARCH * searches + 3 * node['Actual Rows'] && rows <= most) return found;
  const where = node['Index Name'] ?? node['Relation Name'] ?? '';
  return [
    ...found,
    `${node['Node Type']} ${where} ${node['Index Cond'] ?? ''}: ${Math.round(pages)} pages a search, ${rows} rows`,
  ];
}

/**
 * One of each kind of change, of ten people or a group: those who were seeded, or new ones. `n` keeps rounds from meeting.
 *
 * @returns somebody who is still there
 */
async function changeEverything(n: number, whose: 'seeded' | 'new'): Promise<string> {
  const transactions = new PostgresDirectoryTransactions(pool);
  const changes = new DirectoryChanges(transactions, { ring() {}, announce() {} });
  const submit = <C extends Change>(change: C) => changes.submit(directory.directoryId, change);
  const caller = {};
  const set = (id: string, value: object) => {
    const operations = parsePatch(USER, { Operations: [{ op: 'replace', value }] });
    const change = (now: Record<string, unknown>) => applyPatch(USER, now, operations);
    return submit({ kind: 'update-user', id, change, caller });
  };
  const created = await Promise.all(
    Array.from({ length: PEOPLE }, (_, k) => {
      const resource = parseResource(USER, { userName: `new${n}-${k}`, externalId: `new-ext-${n}-${k}` });
      return submit({ kind: 'create-user', resource, caller });
    }),
  );
  const awaited = { userName: `awaited-${n}`, externalId: `awaited-${n + 1}` };
  await submit({ kind: 'create-user', resource: parseResource(USER, awaited), caller });
  const people = created.map(({ user }, k) => (whose === 'new' ? user.id : personId(n * 10 + k + 1)));
  await Promise.all(people.map((id) => set(id, { title: `title ${n}` })));
  await Promise.all(people.map((id) => set(id, { userName: `renamed-${id}@example.com` })));
  await Promise.all(people.map((id) => set(id, { active: false })));
  await Promise.all(people.map((id) => set(id, { active: true })));
  await Promise.all(people.slice(5).map((id) => submit({ kind: 'delete-user', id, caller })));
  const members = people.slice(0, 5);
  const { group } = await submit({
    kind: 'create-group',
    resource: parseResource(GROUP, { displayName: `New ${n}` }),
    members,
    caller,
  });
  const setGroup = (id: string, operation: object) => {
    const { attributes, members } = splitMembers(parsePatch(GROUP, { Operations: [operation] }));
    const change = (now: Record<string, unknown>) => applyPatch(GROUP, now, attributes);
    return submit({ kind: 'update-group', id, change, members, caller });
  };
  await setGroup(group.id, { op: 'replace', path: 'displayName', value: `Renamed ${n}` });
  const [one, other] = whose === 'new' ? [group.id, group.id] : [peopleGroupId(n + 1), peopleGroupId(n + 11)];
  await setGroup(one!, { op: 'replace', path: 'displayName', value: `Renamed seeded ${n}` });
  const values = people.slice(0, 3).map((value) => ({ value }));
  await setGroup(other!, { op: 'add', path: 'members', value: values });
  await setGroup(other!, { op: 'remove', path: `members[value eq "${people[0]}"]` });
  const strangers = [{ value: `stranger-${n}` }, { value: peopleGroupId(n + 21) }];
  await setGroup(other!, { op: 'add', path: 'members', value: strangers });
  await setGroup(other!, { op: 'remove', path: 'members', value: strangers });
  await setGroup(other!, { op: 'replace', path: 'members', value: [...values, ...strangers] });
  await submit({ kind: 'delete-group', id: group.id, caller });
  return people[0]!;
}

/** The broker's own work: a portion of those who wait are announced. */
async function announceSome(): Promise<void> {
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
  await changes.submit(directory.directoryId, { kind: 'upkeep', task: { name: 'announce' }, caller: {} });
}

async function countWaiting(): Promise<number> {
  const text = 'SELECT count(*)::int AS n FROM pending_announcements WHERE directory_id = $1';
  return (await seeding.query<{ n: number }>(text, [directory.directoryId])).rows[0]!.n;
}

/** What the work read in vain, a line for each. It runs more than `leastPlans` statements: otherwise nothing was looked at. */
async function wastefulReads(work: () => Promise<unknown>, most: number, leastPlans: number): Promise<string> {
  plans = [];
  await work();
  expect(plans.length).toBeGreaterThan(leastPlans);
  return plans
    .flatMap(({ 'Query Text': text, Plan: plan }) =>
      wasteful(plan, most).map((what) => `${text.replaceAll(/\s+/g, ' ').slice(0, 60)}: ${what}`),
    )
    .join('\n');
}

/** Some people, each in a group of their own. Nobody waits, and nobody is awaited. */
async function beSmall(): Promise<void> {
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
  for (let n = 0; n < SMALL; n++) {
    const person = parseResource(USER, { userName: `first${n}`, externalId: `first-${n}` });
    const { user } = await changes.submit(directory.directoryId, { kind: 'create-user', resource: person, caller: {} });
    const group = parseResource(GROUP, { displayName: `First ${n}`, externalId: `first-${n}` });
    const members = [user.id, `unknown-${n}`];
    await changes.submit(directory.directoryId, { kind: 'create-group', resource: group, members, caller: {} });
  }
}

/** Somebody waits to be announced. */
async function keepWaiting(person: string): Promise<void> {
  await seeding.query(
    `INSERT INTO pending_announcements (directory_id, user_id, previous_groups, created_at)
      SELECT directory_id, id, '[]', updated_at FROM users WHERE id = $1`,
    [person],
  );
}

/** Every person is to be announced, and a group waits for as many again. Many other directories have one of each, and a gate. */
async function seedWaiting(): Promise<void> {
  const given = [directory.directoryId, USERS];
  const statements = [
    `INSERT INTO pending_announcements (directory_id, user_id, previous_groups, created_at)
      SELECT directory_id, id, '[]'::jsonb, updated_at FROM users
      WHERE directory_id = $1::text AND id > '${personId(0)}' AND id <= '${personId(USERS)}' AND $2::int > 0
      UNION ALL SELECT 'dir_' || n, 'diruser_' || n, '[]', now() FROM generate_series(1, ${OTHERS}) n`,
    `INSERT INTO group_references (directory_id, group_id, value)
      SELECT $1::text, '${peopleGroupId(GROUPS)}', 'awaited-' || n FROM generate_series(1, $2::int) n
      UNION ALL SELECT 'dir_' || n, 'dirgroup_' || n, 'awaited' FROM generate_series(1, ${OTHERS}) n`,
  ];
  const client = await seeding.connect();
  try {
    // The others have neither people nor groups.
    await client.query('BEGIN; SET LOCAL session_replication_role = replica');
    for (const statement of statements) await client.query(statement, given);
    await client.query(`INSERT INTO provisioning_gates (id, organization_id, url, timeout_ms, on_timeout, events, enabled, secret_cipher)
      SELECT 'gate_' || n, 'org_' || n, 'https://app.example', 2000, 'deny', '{create}', true, '' FROM generate_series(1, ${OTHERS}) n`);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const HISTORIES: [string, () => Promise<unknown>][] = [
  ['of which there are no statistics yet', async () => {}],
  [
    'whose statistics are of when it was small',
    async () => {
      await beSmall();
      await seeding.query('DELETE FROM group_references');
      await seeding.query('VACUUM ANALYZE');
    },
  ],
];

describe.each(HISTORIES)('a change reads no more than what it is about, in a large directory %s', (_history, begin) => {
  beforeAll(async () => {
    await start();
    await begin();
    const somebody = await changeEverything(100, 'new');
    await keepWaiting(somebody);
    await announceSome();
    await seedPeople(seeding, directory, USERS, GROUPS);
    await seedWaiting();
  }, 120_000);
  afterAll(stop);

  const STATES: [string, () => Promise<unknown>][] = [
    ['with plans of when it was small', async () => {}],
    ['with new plans', () => pool.query('DISCARD PLANS')],
    ['with new plans and new statistics', () => seeding.query('ANALYZE')],
    [
      'where all were changed at once',
      async () => {
        const at = `timestamptz '2026-02-01T00:00:00Z'`;
        await seeding.query(`UPDATE users SET updated_at = ${at}; UPDATE user_changes SET updated_at = ${at}`);
        // Dead rows of the update must not count as rows that a change reads.
        await seeding.query('VACUUM ANALYZE');
      },
    ],
  ];
  const states = STATES.map(([state, prepare], n) => ({ state, prepare, n }));
  it.each(states)('$state', { timeout: 60_000 }, async ({ prepare, n }) => {
    await prepare();
    expect(await wastefulReads(() => changeEverything(n, 'seeded'), ROWS_OF_A_CHANGE, 10)).toBe('');
    expect(await wastefulReads(announceSome, ROWS_OF_A_PORTION, 1)).toBe('');
    expect(await countWaiting()).toBeLessThanOrEqual(USERS - 1_000 * (n + 1));
  });
});
