import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';

const AT_ONCE = 200;
const DIRECTORIES = 10;
const SLOW = `users?filter=${encodeURIComponent('title co "x"')}`;

let app: ManagementClient;
let watcher: pg.Client;
/** While this one has the lock, a search by title does not end. A transaction would hold up the feeds of other tests. */
let locker: pg.Client;
let busy: Tenant;
let quiet: Tenant;

interface Tenant {
  /** Paths of its directories. */
  paths: string[];
  ask(path: string): Promise<Reply>;
}

beforeAll(async () => {
  app = await ManagementClient.start();
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: app.database.ownerUrl });
    await client.connect();
    return client;
  };
  [watcher, locker] = [await connect(), await connect()];
  [busy, quiet] = [await tenant(DIRECTORIES), await tenant(1)];
  await locker.query(`CREATE OR REPLACE FUNCTION comparison_key(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT AS $$
    BEGIN
      PERFORM pg_advisory_lock_shared(4711);
      PERFORM pg_advisory_unlock_shared(4711);
      RETURN lower(given);
    END $$`);
});
afterAll(async () => {
  await Promise.all([watcher?.end(), locker?.end()]);
  await app.stop();
});
beforeEach(() => locker.query('SELECT pg_advisory_lock(4711)'));
afterEach(() => locker.query('SELECT pg_advisory_unlock_all()'));

async function tenant(directories: number): Promise<Tenant> {
  const organizationId = (await app.post('organizations', { display_name: 'Tenant' })).body.organization.id as string;
  const paths: string[] = [];
  for (let n = 0; n < directories; n++) {
    const { directory } = (await app.post(`organizations/${organizationId}/directories`, {})).body;
    const path = `organizations/${organizationId}/directories/${directory.id}`;
    const secret = (await app.post(`${path}/secrets`)).body.plain_secret as string;
    await app.user({ directoryId: directory.id, secret }, 'somebody', { title: 'Engineer' });
    paths.push(path);
  }
  const key = (await app.post('api_keys', { scopes: ['admin'], organization_ids: [organizationId] })).body.plain_key;
  const ask = (path: string) => app.call('GET', `/api/v1/${path}`, undefined, { authorization: `Bearer ${key}` });
  return { paths, ask };
}

/** Statements of searches that the database has begun. */
async function searching(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return rows[0]!.count;
}

const isRefusal = (status: number): boolean => status === 429 || status === 503;

it(`${AT_ONCE} slow searches of one key leave places for the searches of another`, async () => {
  const statuses: number[] = [];
  const flood = Array.from({ length: AT_ONCE }, async (_, n) => {
    statuses.push((await busy.ask(`${busy.paths[n % DIRECTORIES]}/${SLOW}`)).status);
  });
  await until(async () => expect(await searching()).toBe(2));
  for (let n = 0; n < 20; n++) {
    expect((await quiet.ask('audit_logs')).status).toBe(200);
    expect((await quiet.ask(`${quiet.paths[0]}/users`)).status).toBe(200);
    expect((await quiet.ask(quiet.paths[0]!)).status).toBe(200);
    expect(await searching()).toBeLessThanOrEqual(2);
  }
  // None of them has been let through before those of the other: these had a place of their own.
  expect(statuses.filter((status) => !isRefusal(status))).toEqual([]);
  await locker.query('SELECT pg_advisory_unlock_all()');
  await Promise.all(flood);
  expect(statuses).toHaveLength(AT_ONCE);
  expect(statuses.filter((status) => status !== 200 && !isRefusal(status))).toEqual([]);
  expect((await busy.ask(`${busy.paths[0]}/${SLOW}`)).status).toBe(200);
});

it('the turn of a request ends with its answer, also where the client has gone', async () => {
  const given = Array.from({ length: AT_ONCE }, () => {
    const signal = AbortSignal.timeout(500);
    const headers = { authorization: `Bearer ${API_KEY}` };
    return fetch(`${app.api.url}/api/v1/${busy.paths[0]}/${SLOW}`, { headers, signal }).catch(() => undefined);
  });
  await Promise.all(given);
  await locker.query('SELECT pg_advisory_unlock_all()');
  // More than have a turn at once, several times over.
  for (let round = 0; round < 3; round++) {
    const replies = await Promise.all(Array.from({ length: 300 }, () => app.get('roles')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  }
});
