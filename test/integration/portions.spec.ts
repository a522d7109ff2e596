import { type Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SyncWork } from '#connectors';
import { type Change, DirectoryChanges, newId } from '#directory';
import {
  createPool,
  DirectorySnapshot,
  ImportStore,
  InboxStore,
  PostgresDirectoryTransactions,
  PostgresSyncStore,
  ResendWork,
  UpkeepWork,
  UserSamples,
} from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

/** Users near the largest size: three and a half portions. */
const USERS = 60;
const BYTES = 240_000;
/** Of 4 MiB: the last one of a portion goes beyond. */
const PORTION = 18;
/** Once new settings have been seen, the profile is as large as what the identity provider sent. */
const PROFILED = 9;

let database: TestDatabase;
let pool: Pool;
let directory: SeededDirectory;
let groupId: string;
/** How many records each statement read. */
let read: number[] = [];
let announced = 0;
let changes: DirectoryChanges;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 2, name: 'test' });
  directory = await seedDirectory(pool);
  groupId = newId('dirgroup');
  const text = `(SELECT string_agg(md5(n || '-' || k), '') FROM generate_series(1, ${BYTES / 32}) AS k)`;
  await pool.query(
    `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
      SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'u' || n, 'u' || n, true, true,
        jsonb_build_object('userName', 'u' || n, 'active', true, 'title', ${text}),
        jsonb_build_object('preferred_username', 'u' || n, 'name', 'User ' || n), 1 FROM generate_series(1, ${USERS}) AS n`,
    [directory.directoryId],
  );
  await pool.query(
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, resource) VALUES ($1, $2, 'G', 'g', '{"displayName": "G"}')`,
    [groupId, directory.directoryId],
  );
  await pool.query('UPDATE directory_counters SET users = $2, user_records = $2, groups = 1 WHERE directory_id = $1', [
    directory.directoryId,
    USERS,
  ]);
  changes = new DirectoryChanges(new PostgresDirectoryTransactions(counting(pool)), {
    ring() {},
    announce: () => void (announced += 1),
  });
}, 60_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Notes how many users each statement answered with. */
function counting(from: Pool): Pool {
  const connect = async (): Promise<PoolClient> => {
    const client = await from.connect();
    const { query, release } = client;
    client.query = function (this: PoolClient, ...given: unknown[]) {
      const result: unknown = (query as (...all: unknown[]) => unknown).apply(this, given);
      if (result instanceof Promise) {
        void (result as Promise<{ rows?: { json?: unknown }[] }>).then(
          ({ rows = [] }) => {
            if (rows[0]?.json !== undefined) read.push(rows.length);
          },
          () => undefined,
        );
      }
      return result;
    } as PoolClient['query'];
    client.release = (error) => {
      Object.assign(client, { query, release });
      release.call(client, error);
    };
    return client;
  };
  return { connect } as unknown as Pool;
}

async function count(sql: string): Promise<number> {
  return (await pool.query<{ count: number }>(`SELECT (${sql})::int AS count`)).rows[0]!.count;
}

const submit = (change: Change) => changes.submit(directory.directoryId, change);
const ids = Array.from({ length: USERS }, (_, n) => `diruser_${String(n + 1).padStart(26, '0')}`);
const largest = () => Math.max(...read);

it('members whose records are large are announced later, in portions', async () => {
  const members = [{ kind: 'add' as const, values: ids }];
  await submit({ kind: 'update-group', id: groupId, change: (group) => group, members, caller: {} });
  expect(await count('SELECT count(*) FROM pending_announcements')).toBe(USERS);
  expect(announced).toBe(1);
  read = [];
  await changes.upkeep(directory.directoryId, { name: 'announce' });
  expect(read.reduce((all, rows) => all + rows, 0)).toBe(USERS);
  expect(largest()).toBe(PORTION);
  expect(await count(`SELECT count(*) FROM events WHERE type LIKE '%user_updated'`)).toBe(USERS);
});

it('a few members with large records are announced at once', async () => {
  const members = [{ kind: 'remove' as const, values: ids.slice(0, 5) }];
  await submit({ kind: 'update-group', id: groupId, change: (group) => group, members, caller: {} });
  expect(announced).toBe(1);
  expect(await count(`SELECT count(*) FROM events WHERE type LIKE '%user_updated'`)).toBe(USERS + 5);
});

it('new settings reach members with large records in portions', async () => {
  await pool.query('INSERT INTO pending_recomputations (directory_id) VALUES ($1)', [directory.directoryId]);
  read = [];
  await changes.upkeep(directory.directoryId, { name: 'recompute' });
  expect(read.reduce((all, rows) => all + rows, 0)).toBe(USERS);
  expect(largest()).toBe(PORTION);
});

it('a resynchronization sends large records in portions', async () => {
  const endpoint = await seedEndpoint(pool, 'https://example.com/');
  const resync = newId('rsd');
  await pool.query(
    `INSERT INTO resends (id, kind, endpoint_id, directory_id, expected, state) VALUES ($1, 'resync', $2, $3, 63, 'sending')`,
    [resync, endpoint, directory.directoryId],
  );
  const work = new ResendWork(pool);
  const made: number[] = [];
  for (let state = 'sending'; state === 'sending';) {
    made.push((await work.advance(resync, 1_000))!);
    state = (await pool.query<{ state: string }>('SELECT state FROM resends WHERE id = $1', [resync])).rows[0]!.state;
  }
  // With the group.
  expect(made.reduce((all, rows) => all + rows, 0)).toBe(USERS + 1);
  expect(Math.max(...made)).toBe(PROFILED + 1);
});

it('a snapshot and a preview read large records in portions', async () => {
  const snapshot = await DirectorySnapshot.open(pool, directory);
  const pages: number[] = [];
  for await (const page of snapshot.pages()) if ('users' in page) pages.push(page.users.length);
  await snapshot.close();
  expect(pages).toEqual([...Array.from({ length: 6 }, () => PROFILED), USERS - 6 * PROFILED]);
  const samples = new UserSamples();
  const on = await pool.connect();
  expect((await samples.newest(on, directory.directoryId, 500)).map(({ id }) => id)).toEqual(
    ids.toReversed().slice(0, PROFILED),
  );
  expect(await samples.present(on, directory.directoryId, ids[0]!, 500)).toMatchObject({ isLast: false });
  on.release();
});

it('a sync reads large records in portions, from the source and from the directory', async () => {
  await pool.query('UPDATE users SET external_id = id');
  const store = new PostgresSyncStore(pool);
  const work = { stagingId: 'sync_1', directoryId: directory.directoryId, scope: 'full' } as SyncWork;
  await pool.query(
    `INSERT INTO syncs (id, directory_id, trigger, scope, staging_id, phase, state)
      VALUES ('sync_1', $1, 'manual', 'full', 'sync_1', 'comparing', 'succeeded')`,
    [directory.directoryId],
  );
  const absent = await store.absentUsers(work, '', 500);
  expect(absent).toMatchObject({ isLast: false });
  expect(absent.rows.map(({ id }) => id)).toEqual(ids.slice(0, PORTION));
  await pool.query(
    `INSERT INTO sync_users (sync_id, external_id, resource) SELECT 'sync_1', id, resource || '{"nickName": "N"}' FROM users`,
  );
  const seen: string[] = [];
  for (let after = '', isLast = false; !isLast; after = seen.at(-1)!) {
    const page = await store.differingUsers(work, after, 500, 'everybody');
    expect(page.rows.length).toBeLessThanOrEqual(PROFILED);
    seen.push(...page.rows.map(({ externalId }) => externalId));
    isLast = page.isLast;
  }
  expect(seen).toEqual(ids);
  await pool.query(
    `INSERT INTO sync_groups (sync_id, external_id, resource, whole) SELECT 'sync_1', id, resource, true FROM users`,
  );
  expect(await store.groupDifferences(work, '', 200)).toMatchObject({ rows: { length: PORTION }, isLast: false });
  await pool.query('UPDATE users SET external_id = NULL');
});

it('an import puts users with large records into a group in portions', async () => {
  const portions = await new ImportStore(pool, 'us').portions(['diruser_unknown', ...ids]);
  expect(portions.flat()).toEqual(['diruser_unknown', ...ids]);
  for (const portion of portions) expect(portion.length).toBeLessThanOrEqual(PROFILED + 1);
});

it('an inbox shows the newest requests, as many as a page has', async () => {
  const inboxes = new InboxStore(pool);
  const { id } = await inboxes.create('', 'token');
  for (let n = 0; n < 20; n++) {
    const body = `${n}`.padStart(250_000, 'x');
    await inboxes.receive(id, { headers: {}, body, signature: 'unknown', event_type: null });
  }
  const requests = await inboxes.requests(id);
  expect(requests.length).toBeLessThan(20);
  expect(requests[0]!.body.slice(-2)).toBe('19');
});

it('the end of their retention comes in portions', async () => {
  await pool.query(`UPDATE directories SET policy = '{"retention_days": 1}'`);
  await pool.query(`UPDATE users SET active = false, updated_at = now() - interval '2 days'`);
  const [expired] = await new UpkeepWork(pool).expired(1_000);
  expect(expired).toMatchObject({ more: true });
  expect(expired!.userIds).toHaveLength(PROFILED);
  await pool.query('UPDATE users SET active = true');
});

it('the removal of a directory announces users with large records in portions', async () => {
  read = [];
  const pages: unknown[] = [];
  for (let progress: object | undefined, done = false; !done;) {
    const result = await submit({ kind: 'delete-directory', users: 'deactivate', progress, caller: {} } as Change);
    ({ done } = result as { done: boolean });
    pages.push((progress = result));
  }
  expect(pages.length).toBeGreaterThan(3);
  expect(largest()).toBe(PROFILED);
  expect(await count(`SELECT count(*) FROM events WHERE type LIKE '%user_deleted'`)).toBe(USERS);
});
