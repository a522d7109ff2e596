import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { PortalClient } from './portal-client.js';

// The tests read whatever shape the document promises.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;
type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let app: ManagementClient;
let worker: RunningWorker;
let receiver: Receiver;
beforeAll(async () => {
  app = await ManagementClient.start();
  worker = await app.startWorker();
  receiver = await Receiver.start();
});
afterAll(async () => {
  await receiver.close();
  await worker.close();
  await app.stop();
});

const pulseOf = async ({ path }: Directory): Promise<Json> => (await app.get(`${path}/pulse`)).body.pulse;
const checksOf = async ({ path }: Directory): Promise<Record<string, string>> =>
  Object.fromEntries((await app.get(`${path}/checks`)).body.seen.map(({ id, state }: Json) => [id, state]));
const patch = (directory: Directory, id: string, ...Operations: object[]) =>
  app.scim(directory, 'PATCH', `Users/${id}`, { schemas: [PATCH], Operations });

describe('the pulse of a directory', () => {
  it('shows the first request, refused or not', async () => {
    const directory = await app.directory();
    expect(await pulseOf(directory)).toMatchObject({
      status: 'DRAFT',
      enabled: true,
      full_sync_required: false,
      total_users: 0,
      first_request_at: null,
      last_request: null,
      refused_last_hour: 0,
      last_secret: null,
      sync: null,
      held_departures: 0,
    });
    await app.scim({ ...directory, secret: 'wrong' }, 'GET', 'Users');
    await until(async () => {
      expect(await pulseOf(directory)).toMatchObject({
        status: 'DRAFT',
        refused_last_hour: 1,
        first_request_at: null,
        last_request: { action: 'list', status: 401, error: expect.stringContaining('token') },
      });
    });
    await app.user(directory, 'ada@example.com');
    await until(async () => {
      expect(await pulseOf(directory)).toMatchObject({
        status: 'COMPLETED',
        total_users: 1,
        first_request_at: expect.any(String),
        last_request: { action: 'create_user', status: 201, error: null },
        last_secret: { suffix: directory.secret.slice(-4), at: expect.any(String) },
      });
    });
  });

  it('is answered 304 as long as nothing has changed', async () => {
    const directory = await app.directory();
    const first = await app.get(`${directory.path}/pulse`);
    const etag = first.headers.get('etag')!;
    const again = await app.call('GET', `/api/v1/${directory.path}/pulse`, undefined, { 'if-none-match': etag });
    expect(again).toMatchObject({ status: 304, text: '' });
    await app.patch(`${directory.path}:disable`);
    const changed = await app.call('GET', `/api/v1/${directory.path}/pulse`, undefined, { 'if-none-match': etag });
    expect(changed.body.pulse.enabled).toBe(false);
  });
});

describe('the checks of a set-up', () => {
  it('are seen one by one', async () => {
    const directory = await app.directory();
    expect(new Set(Object.values(await checksOf(directory)))).toEqual(new Set(['waiting']));
    const id = await app.user(directory, 'grace@example.com');
    await until(async () =>
      expect(await checksOf(directory)).toMatchObject({ signed_in: 'seen', user_created: 'seen' }),
    );
    await app.scim(directory, 'POST', 'Users', { userName: 'grace@example.com' });
    await until(async () => expect(await checksOf(directory)).toMatchObject({ user_created: 'refused' }));
    await patch(directory, id, { op: 'replace', path: 'title', value: 'Admiral' });
    await patch(directory, id, { op: 'replace', value: { active: false } });
    await app.scim(directory, 'POST', 'Groups', { displayName: 'Staff' });
    await until(async () =>
      expect(await checksOf(directory)).toMatchObject({
        user_updated: 'seen',
        user_deactivated: 'seen',
        group_sent: 'seen',
        looked_up: 'seen',
      }),
    );
  });

  it('say of each request what it was for and about whom', async () => {
    const directory = await app.directory();
    const id = await app.user(directory, 'named@example.com');
    await patch(directory, id, { op: 'replace', value: { active: false } });
    const found = await until(async () => {
      const { requests } = (await app.get(`${directory.path}/requests?resource_id=${id}`)).body;
      expect(requests).toHaveLength(2);
      return requests;
    });
    expect(found[0]).toMatchObject({ action: 'deactivate_user', resource_id: id, resource_name: 'named@example.com' });
    const of = async (query: string) => (await app.get(`${directory.path}/requests?${query}`)).body.total_size;
    expect(await of('action=create_user')).toBe(1);
    expect(await of('start_time=2000-01-01T00:00:00Z&end_time=2001-01-01T00:00:00Z')).toBe(0);
    expect((await app.get(`${directory.path}/requests?action=dance`)).status).toBe(400);
  });
});

describe('the timeline of a person', () => {
  it('has the request, the event and the delivery, newest first', async () => {
    const directory = await app.directory();
    await app.post('webhook_endpoints', { url: receiver.url, organization_id: directory.organizationId });
    const id = await app.user(directory, 'time@example.com');
    await patch(directory, id, { op: 'replace', path: 'title', value: 'Admiral' });
    const { entries, total_size } = await until(async () => {
      const { body } = await app.get(`${directory.path}/users/${id}/timeline`);
      expect(body.total_size).toBe(6);
      expect(body.entries.filter(({ state }: Json) => state === 'delivered')).toHaveLength(2);
      return body;
    });
    expect(total_size).toBe(6);
    expect(entries.map(({ kind }: Json) => kind).sort()).toEqual([
      'delivery',
      'delivery',
      'event',
      'event',
      'request',
      'request',
    ]);
    const updated = entries.find(
      ({ kind, event_type }: Json) => kind === 'event' && event_type.endsWith('user_updated'),
    );
    expect(updated).toMatchObject({ changed: expect.arrayContaining(['title']), sequence: 2 });
    const times = entries.map(({ at }: Json) => at);
    expect(times.length).toBe(6);
    const first = (await app.get(`${directory.path}/users/${id}/timeline?page_size=4`)).body;
    const second = (
      await app.get(`${directory.path}/users/${id}/timeline?page_size=4&page_token=${first.next_page_token}`)
    ).body;
    expect([...first.entries, ...second.entries]).toEqual(entries);
    const portal = await PortalClient.open(app, directory.organizationId);
    const shown = await portal.get(`directories/${directory.directoryId}/users/${id}/timeline`);
    expect(shown.body.entries).toEqual(entries);
    expect(shown.text).not.toContain(receiver.url);
  });
});

describe('the mapping', () => {
  const BADGE = 'urn:acme:2.0:User';

  it('is offered what the directory really sent', async () => {
    const directory = await app.directory();
    await app.user(directory, 'badge@example.com', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', BADGE],
      [BADGE]: { badge: 'B-1815' },
      emails: [{ type: 'work', value: 'badge@example.com' }],
    });
    const { users_seen, attributes } = (await app.get(`${directory.path}/schema`)).body;
    expect(users_seen).toBe(1);
    expect(attributes).toContainEqual({ path: `${BADGE}:badge`, type: 'string', seen_in: 1, samples: ['B-1815'] });
    for (const { path } of attributes) {
      const body = { attributes: [{ key: 'title', map_to: path }] };
      expect((await app.post(`${directory.path}/attributes:preview`, body)).status, path).toBe(200);
    }
  });

  it('is tried before it is saved, and then does what the preview said', async () => {
    const directory = await app.directory();
    const id = await app.user(directory, 'ada@example.com', { title: 'Countess', nickName: 'Ada' });
    await app.user(directory, 'bob@example.com');
    const attributes = [{ key: 'title', map_to: 'nickName' }];
    const preview = (await app.post(`${directory.path}/attributes:preview`, { attributes })).body;
    expect(preview).toMatchObject({
      affected: 1,
      sampled: false,
      missing: expect.arrayContaining([{ key: 'title', count: 1 }]),
    });
    expect(preview.previews).toEqual([
      {
        user: { id, name: expect.any(String) },
        before: expect.objectContaining({ title: 'Countess' }),
        after: expect.objectContaining({ title: 'Ada' }),
        changed: ['title'],
      },
    ]);
    const of = async () => (await app.get(`${directory.path}/users/${id}`)).body.user.user_detail.title;
    const before = await of();
    expect(before).toBe('Countess');
    await app.call('PUT', `/api/v1/${directory.path}/attributes`, { attributes });
    await until(async () => expect(await of()).toBe(preview.previews[0].after.title));
    const chosen = await app.post(`${directory.path}/attributes:preview`, { attributes, user_ids: [id] });
    expect(chosen.body).toMatchObject({ affected: 0, previews: [{ changed: [] }] });
    const wrong = await app.post(`${directory.path}/attributes:preview`, {
      attributes: [{ key: 'active', map_to: 'x' }],
    });
    expect(wrong.body.details[0].field_violations[0].field).toBe('attributes[0].key');
  });
});
