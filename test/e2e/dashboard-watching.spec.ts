import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

// The tests read whatever shape the document promises.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

let app: ManagementClient;
let worker: RunningWorker;
let receiver: Receiver;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let endpointId: string;
let userId: string;
beforeAll(async () => {
  app = await ManagementClient.start();
  worker = await app.startWorker();
  receiver = await Receiver.start();
  const first = (await app.get('overview')).body.overview;
  expect(first.first_steps.map(({ id, done }: Json) => [id, done])).toEqual([
    ['organization', false],
    ['endpoint', false],
    ['portal', false],
    ['directory', false],
    ['webhook', false],
  ]);
  directory = await app.directory();
  const body = { url: receiver.url, organization_id: directory.organizationId, headers: { 'x-api-key': 'secret' } };
  endpointId = (await app.post('webhook_endpoints', body)).body.endpoint.id;
  userId = await app.user(directory, 'ada@example.com');
});
afterAll(async () => {
  await receiver.close();
  await worker.close();
  await app.stop();
});

const delivered = () =>
  until(async () => {
    const { deliveries } = (await app.get(`deliveries?user_id=${userId}&state=delivered`)).body;
    expect(deliveries).toHaveLength(1);
    return deliveries[0];
  });

describe('deliveries of all endpoints', () => {
  it('are found by whatever is known of them', async () => {
    const delivery = await delivered();
    expect(delivery).toMatchObject({
      user_id: userId,
      organization_id: directory.organizationId,
      endpoint_id: endpointId,
    });
    const count = async (query: string) => (await app.get(`deliveries?${query}`)).body.total_size;
    for (const query of [
      `endpoint_id=${endpointId}`,
      `organization_id=${directory.organizationId}`,
      `directory_id=${directory.directoryId}`,
      `event_id=${delivery.event_id}`,
      'status_class=2xx',
      'event_type=organization.directory.user_created',
      'since=2020-01-01T00:00:00Z',
    ])
      expect(await count(query), query).toBe(1);
    for (const query of [
      'endpoint_id=ep_1',
      'organization_id=org_1',
      'directory_id=dir_1',
      'status_class=5xx',
      'status_class=none',
      'until=2020-01-01T00:00:00Z',
    ])
      expect(await count(query), query).toBe(0);
    expect((await app.get('deliveries?status_class=6xx')).status).toBe(400);
  });

  it('show their request without what is secret, and how far the ladder is', async () => {
    const { id, event_id } = await delivered();
    const reply = await app.get(`deliveries/${id}`);
    expect(reply.body.delivery).toMatchObject({
      request: {
        url: `${receiver.url}`,
        headers: { 'x-api-key': '••••', 'webhook-id': event_id },
        body: expect.any(String),
      },
      step: { number: expect.any(Number), of: 8 },
      user_id: userId,
    });
    expect(reply.text).not.toContain('"secret"');
    expect(JSON.parse(reply.body.delivery.request.body).id).toBe(event_id);
    const event = (await app.get(`events/${event_id}`)).body;
    expect(event).toMatchObject({ event: { id: event_id }, deliveries: [{ id }] });
    expect((await app.get('events/evt_unknown')).status).toBe(404);
  });

  it('are counted before they are sent again', async () => {
    await delivered();
    const dry = await app.post(`webhook_endpoints/${endpointId}:replay`, {
      since: '2020-01-01T00:00:00Z',
      dry_run: true,
    });
    expect(dry.body).toEqual({ count: 1 });
    expect((await app.get(`webhook_endpoints/${endpointId}/resends`)).body.total_size).toBe(0);
  });
});

describe('what the dashboard shows', () => {
  it('an endpoint by its attempts', async () => {
    await delivered();
    for (const [window, buckets, seconds] of [
      ['1h', 60, 60],
      ['24h', 24, 3_600],
      ['7d', 28, 21_600],
    ] as const) {
      const { stats } = (await app.get(`webhook_endpoints/${endpointId}/stats?window=${window}`)).body;
      expect(stats.step_seconds).toBe(seconds);
      expect(stats.buckets, window).toHaveLength(buckets);
      // The last one, or the one before where a minute or an hour has just begun.
      expect(stats.buckets.slice(-2), window).toContainEqual(
        expect.objectContaining({ delivered: 1, failed: 0, p50_ms: expect.any(Number) }),
      );
      expect(stats.buckets[0]).toMatchObject({ delivered: 0, p50_ms: null });
    }
    expect((await app.get(`webhook_endpoints/${endpointId}/stats?window=1y`)).status).toBe(400);
  });

  it('the directories of everybody by health', async () => {
    const waiting = await app.directory();
    const disabled = await app.directory();
    await app.patch(`${disabled.path}:disable`);
    const of = async (query: string) =>
      (await app.get(`directories?page_size=100&${query}`)).body.directories.map(({ id }: Json) => id);
    expect(await of('health=ok')).toEqual([directory.directoryId]);
    expect(await of('health=waiting')).toEqual([waiting.directoryId]);
    expect(await of('health=disabled')).toEqual([disabled.directoryId]);
    expect(await of('status=COMPLETED')).toEqual([directory.directoryId]);
    expect(await of('provider=WORKDAY')).toEqual([]);
    expect(await of('query=MEGA')).toHaveLength(3);
    expect(await of(`organization_id=${waiting.organizationId}`)).toEqual([waiting.directoryId]);
    expect(await of('organization_id=org_nobody')).toEqual([]);
    expect(await of(`query=${encodeURIComponent("%' OR true --")}`)).toEqual([]);
    // A test request alone brings nobody: the directory is not connected yet.
    expect((await app.scim(waiting, 'GET', 'Users?count=1')).status).toBe(200);
    await until(async () => expect(await of('status=IN_PROGRESS')).toEqual([waiting.directoryId]));
    expect(await of('health=waiting')).toEqual([waiting.directoryId]);
    await app.scim({ ...waiting, secret: 'wrong' }, 'GET', 'Users');
    await until(async () => expect(await of('health=refusing')).toEqual([waiting.directoryId]));
    // About one person: the provider goes on.
    expect((await app.scim(directory, 'GET', 'Users/nobody')).status).toBe(404);
    const { requests } = await until(async () => {
      const { body } = await app.get(`${directory.path}/requests?failed=true`);
      expect(body.requests).toHaveLength(1);
      return body;
    });
    expect(requests[0].status).toBe(404);
    expect(await of('health=ok')).toEqual([directory.directoryId]);
    const first = (await app.get('directories?page_size=2')).body;
    expect(first.total_size).toBe(3);
    expect(
      (await app.get(`directories?page_size=2&page_token=${first.next_page_token}`)).body.directories,
    ).toHaveLength(1);
  });

  it('first steps, counts and what needs attention', async () => {
    await delivered();
    const { overview } = await until(async () => {
      const { body } = await app.get('overview?window=1h');
      expect(body.overview.attention.length).toBeGreaterThan(0);
      return body;
    });
    expect(overview.first_steps.find(({ id }: Json) => id === 'webhook')).toMatchObject({
      done: true,
      object_id: expect.stringMatching(/^dlv_/),
    });
    expect(overview.deliveries).toMatchObject({
      delivered: 1,
      exhausted: 0,
      failed_attempts: 0,
      p50_ms: expect.any(Number),
    });
    expect(overview.counts.endpoints).toEqual({ healthy: 1 });
    expect(overview.attention.map(({ kind }: Json) => kind)).toContain('directory_refusing');
  });

  it('the lanes and the workers', async () => {
    const { queues } = await until(async () => {
      const { body } = await app.get('queues');
      expect(body.queues.workers).toHaveLength(1);
      return body;
    });
    expect(queues).toMatchObject({
      backend: 'postgres',
      reachable: true,
      oldest_unacknowledged_deprovisioning_at: null,
    });
    expect(queues.lanes.map(({ lane }: Json) => lane)).toEqual(['deliveries', 'deprovisioning']);
    expect(queues.lanes[0]).toMatchObject({ waiting: 0, active: 0, oldest_due_at: null });
  });
});
