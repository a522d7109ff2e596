import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

/** Half as many again as have a turn at once. */
const ABANDONED = 400;
const SESSIONS = 4;
const AT_ONCE = 50;

let app: ManagementClient;
let tenant: { directoryId: string; organizationId: string; secret: string };
let watcher: pg.Client;
/** While its transaction has the table, no search of people ends. */
let locker: pg.Client;
const sessions: ClientHttp2Session[] = [];

beforeAll(async () => {
  app = await ManagementClient.start();
  tenant = await app.directory();
  [watcher, locker] = await Promise.all(
    [0, 1].map(async () => {
      const client = new pg.Client({ connectionString: app.database.ownerUrl });
      await client.connect();
      return client;
    }) as [Promise<pg.Client>, Promise<pg.Client>],
  );
});
afterEach(() => sessions.splice(0).forEach((session) => session.destroy()));
afterAll(async () => {
  await Promise.all([watcher?.end(), locker?.end()]);
  await app.stop();
});

async function session(): Promise<ClientHttp2Session> {
  const created = connect(app.api.url).on('error', () => {});
  sessions.push(created);
  await once(created, 'remoteSettings');
  return created;
}

const SURFACES = {
  REST: () => ({ path: '/api/v1/roles', authorization: `Bearer ${API_KEY}` }),
  SCIM: () => ({
    path: `/directory/${tenant.directoryId}/scim/v2/Users?count=1`,
    authorization: `Bearer ${tenant.secret}`,
  }),
} as const;

async function resetOverHttp2(path: string, authorization: string): Promise<void> {
  for (let n = 0; n < SESSIONS; n++) {
    const client = await session();
    for (let sent = 0; sent < ABANDONED / SESSIONS; sent += AT_ONCE) {
      const streams = Array.from({ length: AT_ONCE }, () =>
        client.request({ ':path': path, authorization }).on('error', () => {}),
      );
      await new Promise(setImmediate);
      const closed = streams.map((stream) => new Promise((resolve) => stream.once('close', resolve)));
      for (const stream of streams) stream.close(constants.NGHTTP2_CANCEL);
      await Promise.all(closed);
    }
    // What was sent before has been seen.
    await new Promise((resolve) => client.ping(resolve));
  }
}

async function hangUpOverHttp1(path: string, authorization: string): Promise<void> {
  for (let sent = 0; sent < ABANDONED; sent += AT_ONCE) {
    const closed = Array.from({ length: AT_ONCE }, () => {
      const request = httpRequest(app.api.url + path, { headers: { authorization }, agent: false });
      request.on('error', () => {});
      request.on('socket', (socket) => socket.once('connect', () => setImmediate(() => request.destroy())));
      request.end();
      return new Promise((resolve) => request.once('close', resolve));
    });
    await Promise.all(closed);
  }
}

describe.each(Object.keys(SURFACES) as (keyof typeof SURFACES)[])('the turns of %s', (surface) => {
  it.each([
    ['HTTP/1.1', hangUpOverHttp1],
    ['HTTP/2', resetOverHttp2],
  ])('are given back by clients that go away over %s', async (_protocol, leave) => {
    const { path, authorization } = SURFACES[surface]();
    await leave(path, authorization);
    // Side by side: one request has a turn whatever else is in work.
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const answer = await fetch(app.api.url + path, {
          headers: { authorization },
          signal: AbortSignal.timeout(20_000),
        });
        await answer.arrayBuffer();
        return answer.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

/** Statements of searches that the database works on. */
async function searching(): Promise<number> {
  const { rows } = await watcher.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return rows[0]!.count;
}

const RPC = '/scalekit.v1.directories.DirectoryService/ListDirectoryUsers';

describe('a search', () => {
  const search = () => ({
    ':path': `/directory/${tenant.directoryId}/scim/v2/Users?filter=${encodeURIComponent('title co "x"')}`,
    authorization: `Bearer ${tenant.secret}`,
  });
  const rpc = {
    ':method': 'POST',
    ':path': RPC,
    authorization: `Bearer ${API_KEY}`,
    'content-type': 'application/json',
  };
  const question = () =>
    JSON.stringify({ organizationId: tenant.organizationId, directoryId: tenant.directoryId, pageSize: 1 });

  it.each([
    ['HTTP/1.1', 'SCIM'],
    ['HTTP/2', 'SCIM'],
    ['HTTP/1.1', 'RPC'],
    ['HTTP/2', 'RPC'],
  ] as const)('ends with its client: over %s, %s', async (protocol, surface) => {
    const headers: Record<string, string> = surface === 'SCIM' ? search() : rpc;
    const body = surface === 'SCIM' ? undefined : question();
    const send = async (): Promise<{ leave: () => void; answered: () => boolean }> => {
      let answered = false;
      if (protocol === 'HTTP/2') {
        const stream = (await session()).request(headers).on('error', () => {});
        stream.on('response', () => (answered = true)).end(body);
        return { leave: () => stream.close(constants.NGHTTP2_CANCEL), answered: () => answered };
      }
      const { ':path': path, ':method': method, ...plain } = headers;
      const request = httpRequest(app.api.url + path, { method, headers: plain }).on('error', () => {});
      request.on('response', () => (answered = true)).end(body);
      return { leave: () => request.destroy(), answered: () => answered };
    };
    await locker.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    try {
      const patient = await send();
      await until(async () => expect(await searching()).toBe(1));
      const impatient = await send();
      await until(async () => expect(await searching()).toBe(2));
      impatient.leave();
      await until(async () => expect(await searching()).toBeLessThan(2));
      // The database gives up the older one first: not that is what ended the other.
      expect(patient.answered()).toBe(false);
      patient.leave();
      await until(async () => expect(await searching()).toBe(0));
    } finally {
      await locker.query('ROLLBACK');
    }
  });
});
