import { randomBytes } from 'node:crypto';
import { ScalekitClient } from '@scalekit-sdk/node';
import { type Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { newId } from '#directory';
import { createPool } from '#persistence';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { createDatabase, createRedisDatabase, hasRedis, Receiver, type TestDatabase, until } from '../support/index.js';
import { seedDelivery, seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);

describe.each(['PostgreSQL', 'Redis'])('a worker with its queue on %s', (backend) => {
  let database: TestDatabase;
  let pool: Pool;
  let receiver: Receiver;
  let redisUrl: string | undefined;
  const workers: RunningWorker[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    pool = createPool(database.url, { max: 3, name: 'test' });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(async ({ skip }) => {
    if (backend === 'Redis' && !hasRedis()) skip('redis-server is not installed');
    redisUrl = backend === 'Redis' ? await createRedisDatabase() : undefined;
    receiver = await Receiver.start();
    await pool.query('DELETE FROM webhook_endpoints');
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await receiver.close();
  });

  const start = async (env: NodeJS.ProcessEnv = {}) => {
    const worker = await startWorker(
      loadEnvironment({
        DATABASE_URL: database.url,
        REDIS_URL: redisUrl,
        ROLLCALL_ENCRYPTION_KEY: KEY.toString('base64'),
        ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
        ROLLCALL_RETRY_JITTER: '0',
        ...env,
      }),
      { logger: false },
    );
    workers.push(worker);
    return worker;
  };
  const rowOf = async (id: string) =>
    (await pool.query<Record<string, unknown>>('SELECT * FROM deliveries WHERE id = $1', [id])).rows[0]!;

  it('delivers what verifies with standardwebhooks and with the SDK of Scalekit', async () => {
    const endpoint = await seedSigningEndpoint(pool, KEY, receiver.url);
    const delivery = await seedDelivery(pool, endpoint.id, newId('diruser'));
    await start();
    const request = await receiver.next();
    const headers = request.headers as Record<string, string>;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': delivery.eventId });
    expect(headers['user-agent']).toMatch(/^Rollcall\/\d+\.\d+\.\d+$/);
    const body = request.rawBody.toString();
    expect(new Webhook(endpoint.secret).verify(body, headers)).toMatchObject({ id: delivery.eventId });
    const scalekit = new ScalekitClient('http://127.0.0.1:1', 'id', 'secret');
    expect(scalekit.verifyWebhookPayload(endpoint.secret, headers, body)).toBe(true);
    await until(async () =>
      expect(await rowOf(delivery.id)).toMatchObject({ state: 'delivered', attempts: 1, last_status: 200 }),
    );
  });

  it('climbs the ladder to its end: eight attempts of one event, each signed anew', async () => {
    receiver.answer = () => ({ status: 500, body: 'no' });
    const endpoint = await seedSigningEndpoint(pool, KEY, receiver.url);
    const delivery = await seedDelivery(pool, endpoint.id, newId('diruser'));
    await start({ ROLLCALL_RETRY_SCHEDULE: '50ms,50ms,50ms,50ms,50ms,50ms,1100ms' });
    await until(async () =>
      expect(await rowOf(delivery.id)).toMatchObject({ state: 'exhausted', attempts: 8, step: 8, last_status: 500 }),
    );
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual(Array(8).fill(delivery.eventId));
    const times = receiver.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times.at(-1)).toBeGreaterThan(times[0]!);
    for (const { rawBody, headers } of receiver.received) {
      new Webhook(endpoint.secret).verify(rawBody.toString(), headers as Record<string, string>);
    }
    const { rows } = await pool.query(
      'SELECT number, outcome, status, response_body FROM attempts WHERE delivery_id = $1 ORDER BY number',
      [delivery.id],
    );
    expect(rows).toEqual(
      Array.from({ length: 8 }, (_, i) => ({ number: i + 1, outcome: 'failed', status: 500, response_body: 'no' })),
    );
  });
});
