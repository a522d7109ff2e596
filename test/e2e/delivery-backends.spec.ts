import { ScalekitClient } from '@scalekit-sdk/node';
import { Redis } from 'ioredis';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { DeliveryRig } from '../support/delivery-rig.js';
import { createRedisDatabase, hasRedis, startRedis, until } from '../support/index.js';
import { seedDelivery } from '../support/seed-deliveries.js';

let rig: DeliveryRig;
beforeAll(async () => {
  rig = await DeliveryRig.create();
});
afterEach(() => rig.clear());
afterAll(() => rig.close());

describe.each(['PostgreSQL', 'Redis'])('a worker with its queue on %s', (backend) => {
  let redisUrl: string | undefined;
  beforeEach(async ({ skip }) => {
    if (backend === 'Redis' && !hasRedis()) skip('redis-server is not installed');
    redisUrl = backend === 'Redis' ? await createRedisDatabase() : undefined;
  });
  const start = (variables: NodeJS.ProcessEnv = {}) => rig.startWorker({ REDIS_URL: redisUrl, ...variables });

  it('delivers what verifies with standardwebhooks and with the SDK of Scalekit', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await start();
    const { headers: received, rawBody } = await receiver.next();
    const headers = received as Record<string, string>;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': delivery.eventId });
    expect(headers['user-agent']).toMatch(/^Rollcall\/\d+\.\d+\.\d+$/);
    const body = rawBody.toString();
    expect(new Webhook(endpoint.secret).verify(body, headers)).toMatchObject({ id: delivery.eventId });
    const scalekit = new ScalekitClient('http://127.0.0.1:1', 'id', 'secret');
    expect(scalekit.verifyWebhookPayload(endpoint.secret, headers, body)).toBe(true);
    await until(async () =>
      expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', attempts: 1, last_status: 200 }),
    );
  });

  it('climbs the ladder to its end: eight attempts of one event, each signed anew', async () => {
    const receiver = await rig.receiver();
    receiver.answer = () => ({ status: 500, body: 'no' });
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await start({ ROLLCALL_RETRY_SCHEDULE: '50ms,50ms,50ms,50ms,50ms,50ms,1100ms' });
    await until(async () =>
      expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'exhausted', attempts: 8, step: 8 }),
    );
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(Array(8).fill(delivery.eventId));
    const times = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.at(-1)).toBeGreaterThan(times[0]!);
    for (const { rawBody, headers } of receiver.received) {
      new Webhook(endpoint.secret).verify(rawBody.toString(), headers as Record<string, string>);
    }
    expect(await rig.attempts(delivery.id)).toEqual(
      Array.from({ length: 8 }, (_, i) => ({
        number: i + 1,
        outcome: 'failed',
        status: 500,
        error: null,
        response_body: 'no',
      })),
    );
  });

  it('delivers what nobody rang for', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url);
    await start();
    await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await receiver.next();
    await seedDelivery(rig.pool, endpoint.id, newId('diruser'), 'user_deleted');
    await receiver.next();
  });

  it('delivers a backlog of a thousand once each', async () => {
    const receiver = await rig.receiver();
    const endpoint = await rig.endpoint(receiver.url);
    const users = Array.from({ length: 250 }, () => newId('diruser'));
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) => seedDelivery(rig.pool, endpoint.id, users[i % 250]!, 'user_created')),
    );
    await start();
    await until(async () => expect(await rig.states()).toEqual({ delivered: 1000 }), 30_000);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1000);
    expect(receiver.received).toHaveLength(1000);
  });

  it('records what it cuts short when it closes as interrupted, and the next worker sends it again', async () => {
    const receiver = await rig.receiver();
    receiver.answer = () => ({ hang: true });
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    const first = await start({ ROLLCALL_REQUEST_TIMEOUT: '60s' });
    await receiver.next();
    await first.close();
    expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'pending', step: 0, attempts: 1 });
    expect(await rig.attempts(delivery.id)).toMatchObject([{ number: 1, outcome: 'interrupted', status: null }]);
    receiver.answer = () => ({});
    await start();
    await receiver.next();
    await until(async () =>
      expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', step: 1, attempts: 2 }),
    );
  });

  it('lets an attempt under way end when it closes', async () => {
    const receiver = await rig.receiver();
    receiver.answer = () => ({ delayMs: 300, status: 202 });
    const endpoint = await rig.endpoint(receiver.url);
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    const worker = await start();
    await receiver.next();
    await worker.close();
    expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', last_status: 202 });
    await worker.close();
  });
});

describe.skipIf(!hasRedis())('a queue that fails', () => {
  it('that loses everything costs no delivery', async () => {
    const redisUrl = await createRedisDatabase();
    const receiver = await rig.receiver();
    let isLost = false;
    receiver.answer = () => ({ status: isLost ? 200 : 500 });
    const endpoint = await rig.endpoint(receiver.url);
    const steps = Array.from({ length: 20 }, () => '2s').join();
    await rig.startWorker({ REDIS_URL: redisUrl, ROLLCALL_RETRY_SCHEDULE: steps });
    const seeds = Array.from({ length: 50 }, () => seedDelivery(rig.pool, endpoint.id, newId('diruser')));
    await Promise.all(seeds);
    // Enough failures to leave the endpoint alone for a while: what is not yet tried is lost in the queue, too.
    await until(async () => expect((await rig.states())['retrying']).toBeGreaterThanOrEqual(10));
    const client = new Redis(redisUrl);
    await client.flushdb();
    isLost = true;
    client.disconnect();
    await until(async () => expect(await rig.states()).toEqual({ delivered: 50 }), 20_000);
  });

  it('that is down does not stop deliveries, nor the end of the worker', async () => {
    const redis = await startRedis();
    await redis.stop();
    const receiver = await rig.receiver();
    receiver.answer = (_request, index) => ({ status: index < 1 ? 500 : 200 });
    const endpoint = await rig.endpoint(receiver.url);
    const worker = await rig.startWorker({ REDIS_URL: redis.url, ROLLCALL_RETRY_SCHEDULE: '100ms' });
    const delivery = await seedDelivery(rig.pool, endpoint.id, newId('diruser'));
    await until(async () => expect(await rig.delivery(delivery.id)).toMatchObject({ state: 'delivered', attempts: 2 }));
    await worker.close();
  });
});
