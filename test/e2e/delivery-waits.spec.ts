import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Pool } from 'pg';
import { loadEnvironment } from '#config';
import { newId } from '#directory';
import { createPool } from '#persistence';
import { freePort } from '../support/free-port.js';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { Receiver, until } from '../support/index.js';
import { CLEAR, seedDelivery } from '../support/seed-deliveries.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let worker: RunningWorker;
let pool: Pool;
let metricsPort: number;
const receivers: Receiver[] = [];
beforeAll(async () => {
  app = await ManagementClient.start();
  pool = createPool(app.database.url, { max: 2, name: 'test' });
  metricsPort = await freePort();
  worker = await startWorker(
    loadEnvironment({
      DATABASE_URL: app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_RETRY_SCHEDULE: '1h,1h',
      ROLLCALL_RETRY_JITTER: '0',
      ROLLCALL_METRICS_PORT: String(metricsPort),
    }),
    { logger: false },
  );
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await pool.query(CLEAR);
});
afterAll(async () => {
  await worker.close();
  await pool.end();
  await app.stop();
});

/** The id of an endpoint whose receiver answers so. */
async function endpoint(answer: Receiver['answer'], input: object = {}): Promise<string> {
  const receiver = await Receiver.start();
  receivers.push(receiver);
  receiver.answer = answer;
  return (await app.post('webhook_endpoints', { url: receiver.url, ...input })).body.endpoint.id;
}

const found = async (id: string) => (await app.get(`deliveries/${id}`)).body.delivery;
const waits = (id: string, expected: object) => until(async () => expect(await found(id)).toMatchObject(expected));
const seed = async (to: string, resource = newId('diruser'), kind?: Parameters<typeof seedDelivery>[3]) =>
  (await seedDelivery(pool, to, resource, kind)).id;
const isAhead = (time: string) => Date.parse(time) > Date.now();
const NOTHING = { waiting_for: null, waiting_until: null, waits_for: null };

describe('a delivery waits for', () => {
  it('nothing where it is over', async () => {
    const id = await seed(await endpoint(() => ({})));
    await waits(id, { state: 'delivered', ...NOTHING });
    // The worker counts what it sent, where it is told a port.
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/^rollcall_delivery_attempts_total\{outcome="delivered",answer="2xx"\} [1-9]/m);
    expect(metrics).toMatch(/^rollcall_delivery_seconds_count [1-9]/m);
  });

  it('its next step, and the one behind it for it', async () => {
    // Longer than this test takes on a busy machine.
    const later = { status: 503, headers: { 'retry-after': '600' } };
    const [to, user] = [await endpoint(() => later), newId('diruser')];
    const first = await seed(to, user, 'user_created');
    await waits(first, { state: 'retrying', waiting_for: 'retry_time', waits_for: null });
    const second = await seed(to, user, 'user_created');
    const delivery = await found(first);
    expect(delivery.waiting_until).toBe(delivery.next_attempt_at);
    expect(await found(second)).toMatchObject({
      waiting_for: 'earlier_delivery',
      waiting_until: null,
      waits_for: first,
    });
  });

  it('its answer', async () => {
    const id = await seed(await endpoint(() => ({ hang: true })));
    await waits(id, { state: 'sending', waiting_for: 'lease', waiting_until: expect.any(String) });
    expect(isAhead((await found(id)).waiting_until)).toBe(true);
  });

  it('the breaker of its endpoint, and until when', async () => {
    const to = await endpoint(() => ({ status: 500 }));
    const ids = await Promise.all(Array.from({ length: 60 }, () => seed(to)));
    await until(async () => {
      const waiting = await Promise.all(ids.map(found));
      const behind = waiting.filter(({ attempts }) => attempts.length === 0);
      expect(behind.length).toBeGreaterThan(0);
      for (const { waiting_for, waiting_until } of behind) {
        expect([waiting_for, isAhead(waiting_until)]).toEqual(['breaker', true]);
      }
    });
    const { health } = (await app.get(`webhook_endpoints/${to}/health`)).body;
    expect([health.status, isAhead(health.paused_until)]).toEqual(['failing', true]);
    expect([health.waiting_for, isAhead(health.waiting_until)]).toEqual(['breaker', true]);
    await app.patch(`webhook_endpoints/${to}`, { enabled: false });
    expect((await app.get(`webhook_endpoints/${to}/health`)).body.health.paused_until).toBeNull();
  });

  it('its endpoint to be enabled', async () => {
    const to = await endpoint(() => ({}), { enabled: false });
    expect(await found(await seed(to))).toMatchObject({ ...NOTHING, state: 'held', waiting_for: 'endpoint_disabled' });
  });

  it('its turn among many that are under way', async () => {
    const to = await endpoint(() => ({ hang: true }));
    const ids = await Promise.all(Array.from({ length: 60 }, () => seed(to)));
    await until(async () => {
      const reasons = new Set((await Promise.all(ids.map(found))).map(({ waiting_for }) => waiting_for));
      expect(reasons).toEqual(new Set(['lease', 'concurrency']));
    });
  });

  it('the rate limit of its endpoint', async () => {
    const to = await endpoint(() => ({}), { rate_limit: 1 });
    const ids = await Promise.all(Array.from({ length: 60 }, () => seed(to)));
    await until(async () => {
      const reasons = (await Promise.all(ids.map(found))).map(({ waiting_for }) => waiting_for);
      expect(reasons).toContain('rate_limit');
    });
  });
});
