import { type Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { newId } from '#directory';
import { createPool } from '#persistence';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { createRedisDatabase, hasRedis, Receiver, type ReceivedRequest, until } from '../support/index.js';
import { CLEAR, seedDelivery } from '../support/seed-deliveries.js';
import { ManagementClient } from './management-client.js';

/** Nobody waits for a step of this ladder: what arrives was brought forward. */
const LADDER = '1h,1h,1h,1h,1h,1h,1h';
const USERS = 30;

describe.each(['PostgreSQL', 'Redis'])('with the queue on %s, what waits for an endpoint goes out soon', (backend) => {
  let app: ManagementClient;
  let worker: RunningWorker;
  let pool: Pool;
  let receiver: Receiver;
  let accepts: (request: ReceivedRequest) => boolean;
  let accepted: string[];
  let endpoint: { id: string; secret: string };

  const isMissing = backend === 'Redis' && !hasRedis();
  beforeAll(async () => {
    if (isMissing) return;
    const redis: Record<string, string> = backend === 'Redis' ? { REDIS_URL: await createRedisDatabase() } : {};
    app = await ManagementClient.start(redis);
    pool = createPool(app.database.url, { max: 3, name: 'test' });
    worker = await startWorker(
      loadEnvironment({
        DATABASE_URL: app.database.url,
        ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
        ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
        ROLLCALL_RETRY_SCHEDULE: LADDER,
        ROLLCALL_RETRY_JITTER: '0',
        ...redis,
      }),
      { logger: false },
    );
  });
  afterAll(async () => {
    await worker?.close();
    await pool?.end();
    await app?.stop();
  });
  beforeEach(async ({ skip }) => {
    if (isMissing) skip('redis-server is not installed');
    receiver = await Receiver.start();
    accepts = () => false;
    accepted = [];
    receiver.answer = (request) => {
      if (!accepts(request)) return { status: 500 };
      accepted.push(bodyOf(request).id);
      return { status: 204 };
    };
    endpoint = (await app.post('webhook_endpoints', { url: receiver.url })).body.endpoint;
  });
  afterEach(async () => {
    await receiver?.close();
    await pool?.query(CLEAR);
  });

  const bodyOf = ({ rawBody }: ReceivedRequest) => JSON.parse(rawBody.toString()) as { id: string };
  const states = async () => {
    const { rows } = await pool.query<{ state: string; step: number; count: number }>(
      `SELECT state, count(*) AS count FROM all_deliveries WHERE event_type <> 'rollcall.test' GROUP BY state`,
    );
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  };
  const isPaused = async () => {
    const { rowCount } = await pool.query('SELECT FROM endpoint_pauses WHERE endpoint_id = $1', [endpoint.id]);
    expect(rowCount).toBe(1);
  };

  /** Two events of each user, in their order, and the endpoint's breaker open. */
  async function failing(): Promise<string[][]> {
    const users = Array.from({ length: USERS }, () => newId('diruser'));
    const expected: string[][] = [];
    for (const user of users) {
      const created = await seedDelivery(pool, endpoint.id, user, 'user_created');
      expected.push([created.eventId, (await seedDelivery(pool, endpoint.id, user, 'user_updated')).eventId]);
    }
    await until(isPaused);
    await until(async () => expect((await states())['sending'] ?? 0).toBe(0));
    expect(await states()).toMatchObject({ retrying: expect.any(Number), pending: expect.any(Number) });
    return expected;
  }

  async function arrive(expected: string[][], at?: Receiver): Promise<void> {
    await until(async () => expect(await states()).toEqual({ delivered: 2 * USERS }), 20_000);
    const arrived = at === undefined ? accepted : at.received.map((request) => bodyOf(request).id);
    for (const ids of expected) expect(arrived.filter((id) => ids.includes(id))).toEqual(ids);
    const { rows } = await pool.query<{ step: number }>(
      `SELECT DISTINCT step FROM delivery_log WHERE event_type <> 'rollcall.test' ORDER BY step`,
    );
    // Who failed once is at its second step: an attempt that was brought forward counts as any other. On a busy machine the ladder may have
    // been earlier than the correction.
    expect(rows.slice(0, 2)).toEqual([{ step: 1 }, { step: 2 }]);
    expect(rows.length).toBeLessThanOrEqual(3);
  }

  it('when its URL was corrected', async () => {
    const expected = await failing();
    const other = await Receiver.start();
    await app.patch(`webhook_endpoints/${endpoint.id}`, { url: other.url });
    await arrive(expected, other);
    await other.close();
  });

  it('when its headers were corrected', async () => {
    const expected = await failing();
    accepts = ({ headers }) => headers['x-api-key'] === 'right';
    await app.patch(`webhook_endpoints/${endpoint.id}`, { headers: { 'x-api-key': 'right' } });
    await arrive(expected);
  });

  it('when its secret was rotated', async () => {
    const expected = await failing();
    const rotated: { secret?: string } = {};
    accepts = ({ headers, rawBody }) => {
      if (rotated.secret === undefined) return false;
      try {
        return Boolean(new Webhook(rotated.secret).verify(rawBody.toString(), headers as Record<string, string>));
      } catch {
        return false;
      }
    };
    rotated.secret = (await app.post(`webhook_endpoints/${endpoint.id}/secret:rotate`, { overlap: '0' })).body.secret;
    await arrive(expected);
  });

  it('when a test of it succeeded', async () => {
    const expected = await failing();
    expect((await app.post(`webhook_endpoints/${endpoint.id}:test`)).body.attempt.outcome).toBe('failed');
    accepts = () => true;
    expect((await app.post(`webhook_endpoints/${endpoint.id}:test`)).body.attempt.outcome).toBe('delivered');
    await arrive(expected);
  });

  it('when it was enabled again', async () => {
    await failing();
    await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: false });
    accepts = () => true;
    await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: true });
    await until(async () => expect(await states()).toEqual({ delivered: 2 * USERS }), 20_000);
  });

  it('when an attempt to what it was before ends afterwards', async () => {
    const delivery = await seedDelivery(pool, endpoint.id, newId('diruser'));
    let release = (): void => {};
    receiver.answer = () => new Promise((resolve) => (release = () => resolve({ status: 500 })));
    await receiver.next();
    const other = await Receiver.start();
    await app.patch(`webhook_endpoints/${endpoint.id}`, { url: other.url });
    release();
    expect(bodyOf(await other.next()).id).toBe(delivery.eventId);
    await other.close();
  });

  it('and 410 from what it was before does not disable it', async () => {
    await seedDelivery(pool, endpoint.id, newId('diruser'));
    let release = (): void => {};
    receiver.answer = () => new Promise((resolve) => (release = () => resolve({ status: 410 })));
    await receiver.next();
    const other = await Receiver.start();
    await app.patch(`webhook_endpoints/${endpoint.id}`, { url: other.url });
    release();
    await other.next();
    expect((await app.get(`webhook_endpoints/${endpoint.id}`)).body.endpoint.enabled).toBe(true);
    await other.close();
  });

  it('but not for a description', async () => {
    const expected = await failing();
    await app.patch(`webhook_endpoints/${endpoint.id}`, { description: 'the same', url: receiver.url });
    const { rows } = await pool.query('SELECT resume, resumed_at FROM webhook_endpoints WHERE id = $1', [endpoint.id]);
    expect(rows).toEqual([{ resume: null, resumed_at: null }]);
    expect(expected).toHaveLength(USERS);
  });
});
