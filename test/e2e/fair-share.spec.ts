import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { ManagementClient, type Reply } from './management-client.js';

const AT_ONCE = 200;
const DIRECTORIES = 10;

let app: ManagementClient;
let watcher: pg.Client;
/** Holds a lock for which statements of searches wait. */
let locker: pg.Client;
let busy: Tenant;
let quiet: Tenant;

interface Tenant {
  organizationId: string;
  /** Paths of its directories. */
  paths: string[];
  ask(method: string, path: string, body?: object): Promise<Reply>;
}

beforeAll(async () => {
  app = await ManagementClient.start();
  [watcher, locker] = [app, app].map(({ database }) => new pg.Client({ connectionString: database.ownerUrl })) as [
    pg.Client,
    pg.Client,
  ];
  await Promise.all([watcher.connect(), locker.connect()]);
  [busy, quiet] = [await tenant(DIRECTORIES), await tenant(1)];
});
afterAll(async () => {
  await Promise.all([watcher?.end(), locker?.end()]);
  await app.stop();
});
beforeEach(() => locker.query('BEGIN'));
afterEach(() => locker.query('ROLLBACK'));

async function tenant(directories: number): Promise<Tenant> {
  const organizationId = (await app.post('organizations', { display_name: 'Tenant' })).body.organization.id as string;
  const paths: string[] = [];
  for (let n = 0; n < directories; n++) {
    const { directory } = (await app.post(`organizations/${organizationId}/directories`, {})).body;
    paths.push(`organizations/${organizationId}/directories/${directory.id}`);
  }
  const key = (await app.post('api_keys', { scopes: ['admin'], organization_ids: [organizationId] })).body.plain_key;
  const headers = { authorization: `Bearer ${key}` };
  const ask: Tenant['ask'] = (method, path, body) => app.call(method, `/api/v1/${path}`, body, headers);
  return { organizationId, paths, ask };
}

/** Statements of searches that the database has begun. */
async function searching(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return rows[0]!.count;
}

/** So many requests of the busy tenant, of which none is answered with what it asked for before the lock ends. */
function flood(path: (n: number) => string): { statuses: number[]; all: Promise<unknown> } {
  const statuses: number[] = [];
  const all = Promise.all(
    Array.from({ length: AT_ONCE }, async (_, n) => void statuses.push((await busy.ask('GET', path(n))).status)),
  );
  return { statuses, all };
}

const refused = (status: number): boolean => status === 429 || status === 503;

it(`${AT_ONCE} slow searches of one key leave places for the searches of another`, async () => {
  await locker.query('LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
  const flooding = flood((n) => `${busy.paths[n % DIRECTORIES]}/users?filter=${encodeURIComponent('title co "x"')}`);
  await until(async () => expect(await searching()).toBe(2));
  for (let n = 0; n < 20; n++) {
    expect((await quiet.ask('GET', 'audit_logs')).status).toBe(200);
    expect(await searching()).toBeLessThanOrEqual(3);
  }
  // None of them was let through meanwhile: the place was the other's own.
  expect(flooding.statuses.filter((status) => !refused(status))).toEqual([]);
  await locker.query('ROLLBACK');
  await flooding.all;
  expect(flooding.statuses.length).toBe(AT_ONCE);
  expect(flooding.statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
  expect(flooding.statuses.filter((status) => status !== 200 && !refused(status))).toEqual([]);
});

it(`${AT_ONCE} slow requests of one key leave the requests of another, which are no searches, alone`, async () => {
  // Whoever creates a directory waits for the lock, on a connection that is not for searches.
  await locker.query('LOCK TABLE directory_counters IN ACCESS EXCLUSIVE MODE');
  const created: number[] = [];
  const all = Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const { status } = await busy.ask('GET', `organizations/${busy.organizationId}/directories`);
      created.push(status);
    }),
  );
  await until(async () => expect(await waitingForLock()).toBeGreaterThan(0));
  for (let n = 0; n < 5; n++) {
    expect((await quiet.ask('GET', `organizations/${quiet.organizationId}`)).status).toBe(200);
  }
  expect(created).toEqual([]);
  await locker.query('ROLLBACK');
  await all;
  expect(new Set(created)).toEqual(new Set([200]));
});

async function waitingForLock(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()`,
  );
  return rows[0]!.count;
}

it('the turn of a request ends with its answer, also where it came by RPC or was given up', async () => {
  await locker.query('LOCK TABLE audit_logs IN ACCESS EXCLUSIVE MODE');
  const given = Array.from({ length: 40 }, (_, n) =>
    fetch(`${app.api.url}/api/v1/audit_logs?page_size=${n + 1}`, {
      headers: { authorization: 'Bearer e2e-bootstrap-key-of-32-characters' },
      signal: AbortSignal.timeout(300),
    }).catch(() => undefined),
  );
  await Promise.all(given);
  await locker.query('ROLLBACK');
  // As many as have a turn at once, several times over.
  for (let round = 0; round < 4; round++) {
    const replies = await Promise.all(Array.from({ length: 300 }, () => app.get('roles')));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  }
});
