import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receiver, runSql } from '../support/index.js';
import { FINISH } from '../support/seed-deliveries.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let receiver: Receiver;
beforeAll(async () => {
  [app, receiver] = await Promise.all([ManagementClient.start(), Receiver.start()]);
});
afterAll(async () => {
  await app.stop();
  await receiver.close();
});

const create = async (input: Record<string, unknown> = {}) =>
  (await app.post('webhook_endpoints', { url: receiver.url, ...input })).body.endpoint;

describe('webhook endpoints', () => {
  it('are created with a secret that only they show', async () => {
    const reply = await app.post('webhook_endpoints', { url: 'https://example.com/hooks', description: 'first' });
    expect(reply.status).toBe(201);
    const { secret, ...endpoint } = reply.body.endpoint;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(endpoint).toEqual({
      id: expect.stringMatching(/^ep_/),
      url: 'https://example.com/hooks',
      description: 'first',
      event_types: [],
      organization_id: null,
      directory_id: null,
      enabled: true,
      disabled_reason: null,
      payload_format: 'standard',
      audience: null,
      subject_format: 'iss_sub',
      events_requested: [],
      rate_limit: null,
      headers: {},
      failing_since: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect((await app.get(`webhook_endpoints/${endpoint.id}`)).body.endpoint).toEqual(endpoint);
    expect((await app.get(`webhook_endpoints/${endpoint.id}/secret`)).body).toEqual({ secret });
    const listed = (await app.get('webhook_endpoints?page_size=100')).body.endpoints;
    expect(listed).toContainEqual(endpoint);
    const [stored] = await runSql<{ cipher: Buffer }>(
      app.database.url,
      'SELECT cipher FROM endpoint_secrets WHERE endpoint_id = $1',
      [endpoint.id],
    );
    expect(stored!.cipher.includes(secret.slice(6))).toBe(false);
  });

  it('change field by field, and keep the headers that come back masked', async () => {
    const directory = await app.directory();
    const { id } = await create({ headers: { 'x-api-key': 'hidden', 'x-other': 'gone' } });
    const shown = (await app.get(`webhook_endpoints/${id}`)).body.endpoint.headers;
    expect(shown).toEqual({ 'x-api-key': '••••', 'x-other': '••••' });
    const reply = await app.patch(`webhook_endpoints/${id}`, {
      event_types: ['rollcall.test'],
      directory_id: directory.directoryId,
      rate_limit: 5,
      payload_format: 'polis',
      headers: { 'x-api-key': '••••', 'x-new': 'b' },
    });
    expect(reply.body.endpoint).toMatchObject({
      url: receiver.url,
      event_types: ['rollcall.test'],
      directory_id: directory.directoryId,
      organization_id: directory.organizationId,
      rate_limit: 5,
      payload_format: 'polis',
      headers: { 'x-api-key': '••••', 'x-new': '••••' },
    });
    const cleared = await app.patch(`webhook_endpoints/${id}`, {
      directory_id: null,
      organization_id: null,
      rate_limit: null,
    });
    expect(cleared.body.endpoint).toMatchObject({ directory_id: null, organization_id: null, rate_limit: null });
    expect((await app.delete(`webhook_endpoints/${id}`)).status).toBe(204);
    expect((await app.get(`webhook_endpoints/${id}`)).status).toBe(404);
    expect((await app.delete(`webhook_endpoints/${id}`)).status).toBe(404);
  });

  it('rotate their secret, and both sign until the overlap ends', async () => {
    const { id, secret: old } = await create();
    const rotated = (await app.post(`webhook_endpoints/${id}/secret:rotate`, { overlap: '24h' })).body.secret;
    expect(rotated).not.toBe(old);
    expect((await app.get(`webhook_endpoints/${id}/secret`)).body.secret).toBe(rotated);
    const overlapping = (await app.post(`webhook_endpoints/${id}:test`)).status;
    expect(overlapping).toBe(200);
    const both = await receiver.next();
    for (const secret of [old, rotated]) verify(secret, both);
    const last = (await app.post(`webhook_endpoints/${id}/secret:rotate`, { overlap: '0' })).body.secret;
    await app.post(`webhook_endpoints/${id}:test`);
    const single = await receiver.next();
    verify(last, single);
    // After a leak nothing older signs any more, not even a secret whose own overlap would have lasted longer.
    expect(String(single.headers['webhook-signature']).split(' ')).toHaveLength(1);
    for (const secret of [old, rotated]) expect(() => verify(secret, single)).toThrow();
    expect((await app.post(`webhook_endpoints/${id}/secret:rotate`, { overlap: 'soon' })).status).toBe(400);
  });

  it('are tested with a signed event, whatever comes of it', async () => {
    const { id, secret } = await create({ headers: { 'x-api-key': 'hidden' } });
    const reply = await app.post(`webhook_endpoints/${id}:test`);
    const request = await receiver.next();
    verify(secret, request);
    expect(request.headers).toMatchObject({
      'x-api-key': 'hidden',
      'user-agent': expect.stringMatching(/^Rollcall\//),
    });
    const event = JSON.parse(request.rawBody.toString());
    expect(event).toMatchObject({ type: 'rollcall.test', id: request.headers['webhook-id'], sequence: null });
    expect(reply.body).toMatchObject({
      attempt: { number: 1, outcome: 'delivered', status: 200, error: null },
      delivery: { event_id: event.id, event_type: 'rollcall.test', state: 'delivered', attempts: 1, last_status: 200 },
    });
    expect((await app.feed()).body.events.map((one: { id: string }) => one.id)).not.toContain(event.id);

    receiver.answer = () => ({ status: 500, body: 'broken' });
    const failed = (await app.post(`webhook_endpoints/${id}:test`)).body;
    receiver.answer = () => ({});
    expect(failed).toMatchObject({
      attempt: { outcome: 'failed', status: 500, response_body: 'broken' },
      delivery: { state: 'exhausted' },
    });
    const found = (await app.get(`deliveries/${failed.delivery.id}`)).body.delivery;
    expect(found).toMatchObject({ id: failed.delivery.id, attempts: [failed.attempt] });
  });

  it('of the Polis format are tested in its words', async () => {
    const { id, secret } = await create({ payload_format: 'polis' });
    await app.post(`webhook_endpoints/${id}:test`);
    const { headers, rawBody } = await receiver.next((request) => request.headers['boxyhq-signature'] !== undefined);
    expect(JSON.parse(rawBody.toString())).toMatchObject({ event: 'rollcall.test', product: 'rollcall' });
    const [, time] = /^t=(\d+),/.exec(headers['boxyhq-signature'] as string)!;
    const signature = createHmac('sha256', secret).update(`${time}.${rawBody.toString()}`).digest('hex');
    expect(headers['ory-polis-signature']).toBe(`t=${time},s=${signature}`);
  });

  it('are disabled by a 410, also when it answers a test', async () => {
    const { id } = await create();
    receiver.answer = () => ({ status: 410 });
    const { attempt } = (await app.post(`webhook_endpoints/${id}:test`)).body;
    receiver.answer = () => ({});
    expect(attempt).toMatchObject({ outcome: 'failed', status: 410 });
    expect((await app.get(`webhook_endpoints/${id}`)).body.endpoint).toMatchObject({
      enabled: false,
      disabled_reason: 'it answered 410 Gone',
    });
  });

  it.each([
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: 'not a url' }, 'url'],
    [{ url: 'https://user:pass@example.com' }, 'url'],
    [{ event_types: ['organization.everything'] }, 'event_types'],
    [{ event_types: 'rollcall.test' }, 'event_types'],
    [{ organization_id: 'org_00000000000000000000000000' }, 'organization_id'],
    [{ directory_id: 'dir_00000000000000000000000000' }, 'directory_id'],
    [{ payload_format: 'xml' }, 'payload_format'],
    [{ rate_limit: 0 }, 'rate_limit'],
    [{ rate_limit: 1.5 }, 'rate_limit'],
    [{ enabled: 'yes' }, 'enabled'],
    [{ headers: { 'webhook-id': 'x' } }, 'headers'],
    [{ headers: { host: 'x' } }, 'headers'],
    [{ headers: { a: 'x\r\nb: y' } }, 'headers'],
  ])('refuse %j by name', async (input, field) => {
    const reply = await app.post('webhook_endpoints', { url: receiver.url, ...input });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });

  it('refuse a directory of another organization', async () => {
    const [one, other] = [await app.directory(), await app.directory()];
    const reply = await app.post('webhook_endpoints', {
      url: receiver.url,
      organization_id: one.organizationId,
      directory_id: other.directoryId,
    });
    expect(reply.body.details[0].field_violations[0].field).toBe('directory_id');
  });
});

describe('private addresses', () => {
  let strict: ManagementClient;
  beforeAll(async () => {
    strict = await ManagementClient.start({ ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'false' });
  });
  afterAll(() => strict.stop());

  it.each([
    'http://example.com/hooks',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
  ])('%s is refused', async (url) => {
    const reply = await strict.post('webhook_endpoints', { url });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe('url');
    expect((await strict.get('webhook_endpoints')).body.total_size).toBe(0);
  });
});

describe('deliveries', () => {
  it('are listed newest first, held while the endpoint is disabled, and made due again', async () => {
    const directory = await app.directory();
    const { id } = await create({ directory_id: directory.directoryId });
    await app.user(directory, 'ada@example.com');
    await app.user(directory, 'bob@example.com');
    const list = async (query = '') => (await app.get(`webhook_endpoints/${id}/deliveries${query}`)).body;
    const page = await list();
    expect(page).toMatchObject({ total_size: 2, next_page_token: '' });
    const [newest, oldest] = page.deliveries;
    expect(newest).toEqual({
      id: expect.stringMatching(/^dlv_/),
      event_id: expect.stringMatching(/^evt_/),
      event_type: 'organization.directory.user_created',
      endpoint_id: id,
      organization_id: expect.stringMatching(/^org_/),
      user_id: expect.stringMatching(/^diruser_/),
      state: 'pending',
      attempts: 0,
      next_attempt_at: expect.any(String),
      last_status: null,
      created_at: expect.any(String),
      delivered_at: null,
    });
    expect(newest.id > oldest.id).toBe(true);
    expect((await list('?page_size=1')).deliveries).toEqual([newest]);
    expect((await app.post(`deliveries/${newest.id}:retry`)).body.delivery).toMatchObject({ state: 'pending' });

    await app.patch(`webhook_endpoints/${id}`, { enabled: false });
    expect((await list('?state=held')).total_size).toBe(2);
    expect((await list('?state=pending')).total_size).toBe(0);
    const held = await app.post(`deliveries/${newest.id}:retry`);
    expect(held.status).toBe(409);
    expect(held.body.message).toContain('held');
    await app.patch(`webhook_endpoints/${id}`, { enabled: true });
    expect((await list('?state=pending&event_type=organization.directory.user_created')).total_size).toBe(2);
    expect((await app.get(`webhook_endpoints/${id}/deliveries?state=lost`)).status).toBe(400);
  });

  it('that are over are retried only when they were exhausted', async () => {
    const directory = await app.directory();
    await create({ directory_id: directory.directoryId });
    await app.user(directory, 'ada@example.com');
    const [{ id }] = (await runSql<{ id: string }>(
      app.database.url,
      `SELECT d.id FROM deliveries d JOIN events e ON e.id = d.event_id WHERE e.directory_id = $1`,
      [directory.directoryId],
    )) as [{ id: string }];
    const set = (state: string) => runSql(app.database.url, FINISH, [id, state]);
    await set('superseded');
    const refused = await app.post(`deliveries/${id}:retry`);
    expect(refused.status).toBe(409);
    expect(refused.body.message).toContain('superseded');
    await set('exhausted');
    expect((await app.post(`deliveries/${id}:retry`)).body.delivery).toMatchObject({
      state: 'retrying',
      next_attempt_at: expect.any(String),
    });
    expect((await app.get('deliveries/dlv_00000000000000000000000000')).status).toBe(404);
    expect((await app.post('deliveries/dlv_00000000000000000000000000:retry')).status).toBe(404);
  });
});

describe('the health of an endpoint', () => {
  it('says what it has still to get', async () => {
    const directory = await app.directory();
    const { id } = await create({ directory_id: directory.directoryId });
    const healthy = {
      status: 'healthy',
      failing_since: null,
      paused_until: null,
      disabled_reason: null,
      waiting_for: null,
      waiting_until: null,
    };
    expect((await app.get(`webhook_endpoints/${id}/health`)).body.health).toEqual({
      ...healthy,
      backlog: { pending: 0, sending: 0, retrying: 0, oldest_created_at: null },
    });
    await app.user(directory, 'ada@example.com');
    expect((await app.get(`webhook_endpoints/${id}/health`)).body.health).toEqual({
      ...healthy,
      backlog: { pending: 1, sending: 0, retrying: 0, oldest_created_at: expect.stringMatching(/Z$/) },
    });
    await app.patch(`webhook_endpoints/${id}`, { enabled: false });
    expect((await app.get(`webhook_endpoints/${id}/health`)).body.health.status).toBe('disabled');
    expect((await app.get('webhook_endpoints/ep_00000000000000000000000000/health')).status).toBe(404);
  });
});

function verify(secret: string, request: { rawBody: Buffer; headers: Record<string, unknown> }): void {
  new Webhook(secret).verify(request.rawBody, request.headers as Record<string, string>);
}
