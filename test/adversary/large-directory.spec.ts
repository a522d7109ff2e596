import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PartProcess } from '../chaos/part-process.js';
import { until } from '../support/until.js';
import { Victim } from './victim.js';

/** Users near the largest size that is taken: together some times the heap of a process. */
const USERS = 400;
const BYTES = 240_000;
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=160' };

let victim: Victim;
let worker: PartProcess;
let database: pg.Client;
let receiver: Server;
let delivered = 0;
let path: string;
let directoryId: string;
let endpointId: string;

beforeAll(async () => {
  const variables = { ...SMALL_HEAP, ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true' };
  victim = await Victim.start(variables);
  worker = new PartProcess('worker', { ...victim.environment, ...variables });
  await worker.start();
  database = new pg.Client({ connectionString: victim.databaseUrl });
  await database.connect();
  receiver = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      delivered += 1;
      response.end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { organization } = (await call('POST', 'organizations', { display_name: 'Large' })) as Made;
  const { directory } = (await call('POST', `organizations/${organization.id}/directories`, {})) as Made;
  directoryId = directory.id;
  path = `organizations/${organization.id}/directories/${directory.id}`;
  const { port } = receiver.address() as AddressInfo;
  const { endpoint } = (await call('POST', 'webhook_endpoints', { url: `http://127.0.0.1:${port}/` })) as Made;
  endpointId = endpoint.id;
  await seed();
}, 240_000);

afterAll(async () => {
  await worker?.stop();
  await database?.end();
  receiver?.close();
  await victim?.stop();
  expect(worker.accidents).toEqual([]);
});

interface Made {
  organization: { id: string };
  directory: { id: string };
  endpoint: { id: string };
  resend: { id: string; state: string };
}

async function call(method: string, route: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${victim.url}/api/v1/${route}`, {
    method,
    headers: { authorization: `Bearer ${victim.apiKey}`, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${route}: ${answer.status} ${text.slice(0, 500)}`);
  return text === '' ? {} : JSON.parse(text);
}

/** Straight into the tables; the texts do not shrink in the database. */
async function seed(): Promise<void> {
  const large = `(SELECT string_agg(md5(n || '-' || k), '') FROM generate_series(1, ${Math.round(BYTES / 32)}) AS k)`;
  await database.query(
    `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
      SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'u' || n, 'u' || n, true, true,
        jsonb_build_object('userName', 'u' || n, 'active', true, 'displayName', 'User ' || n, 'title', 'T' || n, 'nickName', ${large}),
        jsonb_build_object('preferred_username', 'u' || n, 'name', 'User ' || n), 1
      FROM generate_series(1, ${USERS}) AS n`,
    [directoryId],
  );
  await database.query(`UPDATE directory_counters SET users = $2, user_records = $2 WHERE directory_id = $1`, [
    directoryId,
    USERS,
  ]);
}

async function count(sql: string): Promise<number> {
  return (await database.query<{ count: number }>(`SELECT (${sql})::int AS count`)).rows[0]!.count;
}

it('a snapshot of users near the limit is read in a small heap', async () => {
  const answer = await fetch(`${victim.url}/api/v1/${path}/snapshot`, {
    headers: { authorization: `Bearer ${victim.apiKey}` },
  });
  let bytes = 0;
  let end = '';
  for await (const chunk of answer.body!) {
    bytes += (chunk as Uint8Array).length;
    end = (end + Buffer.from(chunk as Uint8Array).toString('latin1')).slice(-200);
  }
  expect(bytes).toBeGreaterThan(USERS * BYTES);
  expect(JSON.parse(end.trimEnd().split('\n').at(-1)!)).toMatchObject({ users: USERS });
});

it('they are seen through new settings', { timeout: 240_000 }, async () => {
  const attributes = [{ key: 'custom_attributes.nickname', map_to: 'title' }];
  await call('PUT', `${path}/attributes`, { attributes });
  await until(async () => expect(await count('SELECT count(*) FROM pending_recomputations')).toBe(0), 120_000);
  expect(await count(`SELECT count(*) FROM events WHERE type LIKE '%user_updated'`)).toBe(USERS);
});

it('they are sent again to an endpoint', { timeout: 240_000 }, async () => {
  delivered = 0;
  await call('POST', `${path}:resync`, { endpoint_id: endpointId });
  await until(async () => {
    expect(worker.accidents).toEqual([]);
    expect(delivered).toBeGreaterThanOrEqual(USERS);
  }, 200_000);
});

it('the data of one of them are exported', async () => {
  const id = `diruser_${'1'.padStart(26, '0')}`;
  const { personal_data } = (await call('GET', `${path}/users/${id}/personal_data`)) as {
    personal_data: { user: { id: string } };
  };
  expect(personal_data.user.id).toBe(id);
});

it('they leave with their directory', { timeout: 240_000 }, async () => {
  await call('DELETE', `${path}?users=deactivate`);
  expect(await count(`SELECT count(*) FROM users WHERE deleted_at IS NULL`)).toBe(0);
  expect(await count(`SELECT count(*) FROM events WHERE type LIKE '%user_deleted'`)).toBe(USERS);
});
