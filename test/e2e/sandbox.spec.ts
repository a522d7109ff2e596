import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

// The tests read whatever shape the document promises.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

let app: ManagementClient;
let worker: RunningWorker;
beforeAll(async () => {
  const port = String(await freePort());
  const variables = {
    PORT: port,
    ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}`,
    ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'false',
    ROLLCALL_REQUEST_TIMEOUT: '1s',
  };
  app = await ManagementClient.start(variables);
  worker = await app.startWorker(variables);
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});

const inbox = async (): Promise<Json> => (await app.post('inboxes', { name: 'test' })).body.inbox;
const requestsOf = async (id: string): Promise<Json[]> => (await app.get(`inboxes/${id}`)).body.inbox.requests;
const sandbox = async (): Promise<string> => {
  const organization = (await app.post('organizations', { display_name: 'Sandbox' })).body.organization.id;
  const { directory } = (await app.post(`organizations/${organization}/directories`, { sandbox: true })).body;
  expect(directory.sandbox).toBe(true);
  return `organizations/${organization}/directories/${directory.id}`;
};
const simulate = async (path: string, body: object): Promise<Json> => {
  const { simulation } = (await app.post(`${path}:simulate`, body)).body;
  return await until(async () => {
    const found = (await app.get(`${path}/simulations/${simulation.id}`)).body.simulation;
    expect(found.state).not.toBe('running');
    return found;
  }, 45_000);
};

describe('from nothing to a first webhook without code', () => {
  it('a simulated provider fills a directory, and a test inbox shows signed webhooks', async () => {
    const { id, url } = await inbox();
    const path = await sandbox();
    const { endpoint } = (await app.post('webhook_endpoints', { url })).body;
    expect(endpoint.url).toBe(url);
    expect(await simulate(path, { dialect: 'okta', users: 5, scenario: 'full' })).toMatchObject({
      state: 'done',
      errors: [],
    });
    const received = await until(async () => {
      const requests = await requestsOf(id);
      expect(requests.map(({ event_type }) => event_type)).toContain('organization.directory.user_deleted');
      return requests;
    });
    expect(new Set(received.map(({ signature }) => signature))).toEqual(new Set(['valid']));
    expect(JSON.parse(received[0].body).type).toBe(received[0].event_type);
    expect(received[0].headers['webhook-id']).toMatch(/^evt_/);
    const users = (await app.get(`${path}/users?page_size=100`)).body;
    expect(users.total_size).toBe(5);
    const secrets = (await app.get(`${path}/secrets`)).body.secrets;
    expect(secrets.map(({ status }: Json) => status)).toEqual(['INACTIVE']);
  });

  it('as Entra ID does, too, and a second run finds the people of the first', async () => {
    const path = await sandbox();
    for (const scenario of ['join', 'move', 'leave']) {
      expect(await simulate(path, { dialect: 'entra', users: 4, scenario }), scenario).toMatchObject({ state: 'done' });
    }
    expect((await app.get(`${path}/users`)).body.total_size).toBe(4);
    expect((await app.get(`${path}/users?active=true`)).body.total_size).toBe(3);
  });

  it('only in a sandbox', async () => {
    const { path } = await app.directory();
    const body = { dialect: 'okta', users: 1, scenario: 'join' };
    expect((await app.post(`${path}:simulate`, body)).status).toBe(403);
    expect((await app.post(`${await sandbox()}:simulate`, { ...body, users: 51 })).status).toBe(400);
    expect((await app.get(`${path}/simulations/sim_unknown`)).status).toBe(404);
  });
});

describe('a test inbox', () => {
  const send = (url: string, body: string, headers = {}) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

  it('takes what it is sent, and says what it does not know', async () => {
    const { id, url } = await inbox();
    expect((await send(url, '{"type":"x"}')).status).toBe(204);
    expect((await send(url, 'no json')).status).toBe(204);
    const [second, first] = await requestsOf(id);
    expect(first).toMatchObject({ signature: 'unknown', event_type: 'x', body: '{"type":"x"}' });
    expect(second).toMatchObject({ body: 'no json', event_type: null });
    expect((await send(url, 'x'.repeat(300_000))).status).toBe(413);
    const other = url.endsWith('0') ? '1' : '0';
    expect((await send(`${url.slice(0, -1)}${other}`, '{}')).status).toBe(404);
    await app.post('webhook_endpoints', { url });
    await send(url, '{}', { 'webhook-id': 'evt_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' });
    expect((await requestsOf(id))[0].signature).toBe('invalid');
  });

  it('answers as it is told, or not at all', async () => {
    const { id, url } = await inbox();
    await app.patch(`inboxes/${id}`, { answer: { status: 500 } });
    expect((await send(url, '{}')).status).toBe(500);
    await app.patch(`inboxes/${id}`, { answer: { status: 204, delay_ms: 60_000 } });
    const { endpoint } = (await app.post('webhook_endpoints', { url })).body;
    const { attempt } = (await app.post(`webhook_endpoints/${endpoint.id}:test`)).body;
    expect(attempt).toMatchObject({ outcome: 'failed', status: null, error: expect.stringContaining('timeout') });
    expect((await app.patch(`inboxes/${id}`, { answer: { status: 99 } })).status).toBe(400);
  });

  it('keeps the last hundred, and is gone when it is deleted', async () => {
    const { id, url } = await inbox();
    for (let n = 0; n < 103; n++) await send(url, `{"n":${n}}`);
    const kept = await requestsOf(id);
    expect(kept).toHaveLength(100);
    expect(kept[0].body).toBe('{"n":102}');
    expect((await app.get('inboxes')).body.inboxes[0]).toMatchObject({ id, url });
    expect((await app.delete(`inboxes/${id}`)).status).toBe(204);
    expect((await app.get(`inboxes/${id}`)).status).toBe(404);
    expect((await send(url, '{}')).status).toBe(404);
  });

  it('is the only address of this machine that an endpoint may have', async () => {
    const { url } = await inbox();
    for (const other of [`${url}/`, `${url}?a`, url.replace('/inbox/', '/api/v1/'), `${app.api.url}/`]) {
      expect((await app.post('webhook_endpoints', { url: other })).status, other).toBe(400);
    }
  });
});
