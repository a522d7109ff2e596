import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { startWorker, type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, runSql, until } from '../support/index.js';
import { type FeedEvent, ManagementClient } from './management-client.js';

let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let receiver: Receiver;
let endpoint: string;
const people: string[] = [];
let group: string;

const WAIT_MS = 30_000;

const work = () =>
  startWorker(
    loadEnvironment({
      DATABASE_URL: app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_SCHEDULE: '50ms,50ms',
      ROLLCALL_RETRY_JITTER: '0',
    }),
    { logger: false },
  );

beforeAll(async () => {
  app = await ManagementClient.start();
  worker = await work();
  directory = await app.directory();
  for (const name of ['ada', 'bob', 'eve', 'joe']) people.push(await app.user(directory, name, { title: 'Analyst' }));
  const members = [{ value: people[0] }, { value: people[3] }];
  group = (await app.scim(directory, 'POST', 'Groups', { displayName: 'Engineering', members })).body.id;
  await app.scim(directory, 'PATCH', `Users/${people[1]}`, {
    Operations: [{ op: 'replace', path: 'active', value: false }],
  });
  await app.scim(directory, 'DELETE', `Users/${people[2]}`);
});
afterAll(async () => {
  await worker.close();
  await app.stop();
});

beforeEach(async () => {
  receiver = await Receiver.start();
  endpoint = (await app.post('webhook_endpoints', { url: receiver.url, directory_id: directory.directoryId })).body
    .endpoint.id;
  return async () => {
    await app.delete(`webhook_endpoints/${endpoint}`);
    await receiver.close();
  };
});

const received = () => receiver.received.map(({ rawBody }) => JSON.parse(rawBody.toString()) as FeedEvent);
const resync = (id = endpoint) => app.post(`${directory.path}:resync`, { endpoint_id: id });
const ended = (waitMs = WAIT_MS) =>
  receiver
    .next(({ rawBody }) => rawBody.toString().includes('directory.sync_completed'), waitMs)
    .then(({ rawBody }) => JSON.parse(rawBody.toString()) as FeedEvent);

describe('how far it is', () => {
  it('can be looked up, one by one and as a list', async () => {
    const path = `webhook_endpoints/${endpoint}/resends`;
    expect((await app.get(path)).body).toMatchObject({ resends: [], total_size: 0, next_page_token: '' });
    const { id } = (await resync()).body.resync;
    await ended();
    const done = await until(async () => {
      const { resend } = (await app.get(`${path}/${id}`)).body;
      expect(resend.state).toBe('done');
      return resend;
    }, WAIT_MS);
    expect(done).toMatchObject({
      id,
      kind: 'resync',
      endpoint_id: endpoint,
      directory_id: directory.directoryId,
      expected: 7,
      deliveries: 7,
      finished_at: expect.any(String),
    });
    const replay = (await app.post(`webhook_endpoints/${endpoint}:replay`, { since: '2020-01-01T00:00:00Z' })).body
      .replay;
    expect(replay).toMatchObject({ kind: 'replay', directory_id: null, finished_at: null });
    const first = (await app.get(`${path}?page_size=1`)).body;
    expect(first).toMatchObject({ resends: [{ id: replay.id }], total_size: 2, prev_page_token: '' });
    const second = (await app.get(`${path}?page_size=1&page_token=${first.next_page_token}`)).body;
    expect(second).toMatchObject({ resends: [{ id }], next_page_token: '' });

    expect((await app.get(`${path}/rsd_none`)).status).toBe(404);
    expect((await app.get(`webhook_endpoints/ep_none/resends/${id}`)).status).toBe(404);
    expect((await app.get('webhook_endpoints/ep_none/resends')).status).toBe(404);
  });
});

describe('a resync', () => {
  it('tells one endpoint the present state of everybody, between its beginning and its end', async () => {
    const before = (await app.feed('limit=1000')).body.next_after;
    const reply = await resync();
    expect(reply.status).toBe(200);
    expect(reply.body.resync).toMatchObject({ endpoint_id: endpoint, state: 'starting', expected: 7, deliveries: 0 });
    const end = await ended();
    const events = received();
    expect(events[0]).toMatchObject({
      type: 'organization.directory.sync_started',
      sequence: null,
      data: { id: directory.directoryId, sync: { kind: 'resync', id: reply.body.resync.id } },
    });
    expect(end.data).toMatchObject({ sync: { users: 4, groups: 1, exhausted: 0 } });
    expect(events.at(-1)).toEqual(end);
    const about = new Map(events.slice(1, -1).map((event) => [event.data['id'], event]));
    expect(Object.fromEntries([...about].map(([id, { type }]) => [id, type.split('.').at(-1)]))).toEqual({
      [people[0]!]: 'user_updated',
      [people[1]!]: 'user_deleted',
      [people[2]!]: 'user_deleted',
      [people[3]!]: 'user_updated',
      [group]: 'group_updated',
    });
    for (const id of people) {
      const { user } = (await app.get(`${directory.path}/users/${id}`)).body;
      expect(about.get(id)!.sequence).toBeNull();
      expect(about.get(id)!.data).toMatchObject(user.user_detail);
    }
    expect(about.get(people[2])!.data).toMatchObject({ active: false, reason: 'deleted' });
    expect(about.get(people[1])!.data).toMatchObject({ active: false, reason: 'deactivated' });
    // What was announced before may come into the feed only now; of the resync nothing does.
    const later = (await app.feed(`limit=1000&after=${before}`)).body.events as { sequence: number | null }[];
    expect(later.filter(({ sequence }) => sequence === null)).toEqual([]);
  });

  it('leaves a suspended user one: whoever is only suspended must not be deleted', async () => {
    await app.call('PUT', `/api/v1/${directory.path}/policy`, { on_deactivate: 'update_event' });
    const id = await app.user(directory, 'sue');
    await receiver.next(({ rawBody }) => rawBody.includes(id), WAIT_MS);
    await app.scim(directory, 'PATCH', `Users/${id}`, {
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    await until(() => expect(received().filter(({ data }) => data['id'] === id)).toHaveLength(2), WAIT_MS);
    await resync();
    await ended();
    const last = received().findLast(({ data }) => data['id'] === id)!;
    expect(last).toMatchObject({ type: 'organization.directory.user_updated', data: { active: false } });
    expect(last.sequence).toBeNull();
  });

  it('ends only when all of it has arrived or is given up, and says how much was', async () => {
    receiver.answer = ({ rawBody }) => ({ status: rawBody.includes(`"id":"${people[0]}"`) ? 500 : 200 });
    await resync();
    const end = await ended();
    expect(end.data).toMatchObject({ sync: { exhausted: 1 } });
    expect(received().filter(({ data }) => data['id'] === people[0])).toHaveLength(3);
  });

  it('is one at a time for a directory and an endpoint', async () => {
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    receiver.answer = async () => {
      await gate;
      return {};
    };
    const [first, second] = [await resync(), await resync()];
    expect(second.body.resync.id).toBe(first.body.resync.id);
    open();
    await ended();
    await until(async () => expect((await resync()).body.resync.id).not.toBe(first.body.resync.id), WAIT_MS);
  });

  it('comes in pages, each once, also when workers die between them', async () => {
    const large = await app.directory();
    await runSql(
      app.database.url,
      `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
       SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'u' || n, 'u' || n, true, true, '{"userName":"u"}',
         '{"preferred_username":"u"}', 1 FROM generate_series(1, 1500) n`,
      [large.directoryId],
    );
    await app.patch(`webhook_endpoints/${endpoint}`, {
      organization_id: large.organizationId,
      directory_id: large.directoryId,
    });
    expect((await app.post(`${large.path}:resync`, { endpoint_id: endpoint })).status).toBe(200);
    await until(() => expect(receiver.received.length).toBeGreaterThan(100), WAIT_MS);
    await worker.close();
    worker = await work();
    const end = await ended(3 * WAIT_MS);
    expect(end.data).toMatchObject({ sync: { users: 1500, groups: 0, exhausted: 0 } });
    const ids = received()
      .map(({ data }) => data['id'])
      .filter((id) => String(id).startsWith('diruser_'));
    expect(new Set(ids).size).toBe(1500);
  }, 150_000);

  it('refuses an endpoint that is not the directory’s, not there, or disabled', async () => {
    const other = await app.directory();
    const elsewhere = await app.post(`${other.path}:resync`, { endpoint_id: endpoint });
    expect(elsewhere.status).toBe(400);
    expect(elsewhere.body.details[0].field_violations[0].field).toBe('endpoint_id');
    for (const id of ['ep_00000000000000000000000000', 'x']) expect((await resync(id)).status).toBe(400);
    expect((await app.post(`${directory.path}:resync`, {})).status).toBe(400);
    await app.patch(`webhook_endpoints/${endpoint}`, { enabled: false });
    expect((await resync()).status).toBe(409);
    expect(
      (await app.post(`organizations/${other.organizationId}/directories/${directory.directoryId}:resync`)).status,
    ).toBe(400);
  });
});

describe('a replay', () => {
  const replay = (body: object) => app.post(`webhook_endpoints/${endpoint}:replay`, body);
  const state = (wanted: string, count: number) =>
    until(async () => {
      const { body } = await app.get(`webhook_endpoints/${endpoint}/deliveries?state=${wanted}`);
      expect(body.total_size).toBe(count);
    }, WAIT_MS);

  it('sends what is finished again, with the same event ids, filtered by state and type', async () => {
    const since = new Date().toISOString();
    receiver.answer = ({ rawBody }) => ({ status: rawBody.includes('"title":"Never"') ? 500 : 200 });
    const kim = await app.user(directory, 'kim', { title: 'Never' });
    const lee = await app.user(directory, 'lee');
    await receiver.next(({ rawBody }) => rawBody.includes(lee), WAIT_MS);
    await app.scim(directory, 'DELETE', `Users/${lee}`);
    await state('exhausted', 1);
    await state('delivered', 2);
    receiver.answer = () => ({});
    const ids = (from: number) =>
      received()
        .slice(from)
        .map(({ id }) => id);
    const about = (id: string) => received().filter(({ data }) => data['id'] === id);

    let seen = receiver.received.length;
    const failed = await replay({ since, states: ['exhausted'] });
    expect(failed.body).toMatchObject({ count: 1, replay: { endpoint_id: endpoint, expected: 1 } });
    await until(() => expect(receiver.received.length).toBe(seen + 1), WAIT_MS);
    expect(ids(seen)).toEqual([about(kim)[0]!.id]);
    await state('delivered', 3);

    seen = receiver.received.length;
    const type = 'organization.directory.user_deleted';
    expect((await replay({ since, event_types: [type] })).body.count).toBe(1);
    await until(() => expect(receiver.received.length).toBe(seen + 1), WAIT_MS);
    expect(received().at(-1)).toMatchObject({ type, data: { id: lee } });
    await state('delivered', 4);

    // What was replayed before is in the log twice, and its events are sent once all the same.
    seen = receiver.received.length;
    expect((await replay({ since })).body.count).toBe(3);
    await until(() => expect(receiver.received.length).toBe(seen + 3), WAIT_MS);
    expect(new Set(ids(seen)).size).toBe(3);
    await state('delivered', 7);

    expect((await replay({ since: '1969-01-01T00:00:00Z', until: since })).body.count).toBe(0);
    expect((await replay({ since: new Date(Date.now() + 60_000).toISOString() })).body.count).toBe(0);
    expect(receiver.received.length).toBe(seen + 3);
  });

  it.each([
    [{}, 'since'],
    [{ since: 'yesterday' }, 'since'],
    [{ since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }, 'until'],
    [{ since: '2026-01-02T00:00:00Z', states: ['pending'] }, 'states'],
    [{ since: '2026-01-02T00:00:00Z', event_types: ['x'] }, 'event_types'],
  ])('refuses %j by name', async (body, field) => {
    const reply = await replay(body);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });
});
