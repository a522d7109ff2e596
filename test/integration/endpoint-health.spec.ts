import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lane, newId } from '#directory';
import { createPool, DeliveryStore, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase, until } from '../support/index.js';
import { CLEAR, seedDelivery, seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);

let database: TestDatabase;
let pool: Pool;
let store: DeliveryStore;
let endpointId: string;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 3, name: 'test' });
  store = new DeliveryStore(pool, new SecretCipher(KEY));
});
beforeEach(async () => {
  await pool.query(CLEAR);
  endpointId = (await seedSigningEndpoint(pool, KEY, 'https://example.com/')).id;
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** One attempt of whatever is due. */
async function attempt(kind: 'delivered' | 'failed', retryInMs: number | 'last' = 0, lane: Lane = 0): Promise<number> {
  const { token, deliveries } = await store.claim({ endpointId, lane, limit: 10, leaseMs: 60_000 });
  const made = { at: new Date(), durationMs: 1, status: kind === 'failed' ? 500 : 200 };
  await store.record(
    deliveries.map(({ id }) => ({
      id,
      token,
      kind,
      attempt: { ...made },
      ...(kind === 'failed' && retryInMs !== 'last' && { retryInMs }),
    })),
  );
  return deliveries.length;
}
const notices = async () =>
  (await pool.query<{ type: string; reason: string | null }>('SELECT type, reason FROM notices ORDER BY id')).rows;
const types = async () => (await notices()).map(({ type }) => type);
const endpoint = async () =>
  (await pool.query('SELECT enabled, disabled_reason, failing_since IS NOT NULL AS failing FROM webhook_endpoints'))
    .rows[0];

describe('an endpoint that only fails', () => {
  it('is failing from the fourth attempt of an event, once, until it delivers', async () => {
    await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
    for (let n = 1; n <= 3; n++) await attempt('failed');
    expect(await types()).toEqual([]);
    expect(await endpoint()).toMatchObject({ failing: true });
    for (let n = 4; n <= 6; n++) await attempt('failed');
    expect(await notices()).toEqual([
      { type: 'rollcall.endpoint.failing', reason: 'nothing but failures, up to 4 attempts of one event' },
    ]);
    await attempt('delivered');
    expect(await types()).toEqual(['rollcall.endpoint.failing', 'rollcall.endpoint.recovered']);
    expect(await endpoint()).toMatchObject({ failing: false });
  });

  it('is not failing while other events get through', async () => {
    await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
    for (let n = 1; n <= 5; n++) {
      await attempt('failed', 60_000);
      await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
      await attempt('delivered');
      await pool.query(`UPDATE deliveries SET next_attempt_at = now() WHERE state = 'retrying'`);
    }
    expect(await types()).toEqual([]);
  });

  it('is reported before a deprovisioning is given up, even while other events get through', async () => {
    await seedDelivery(pool, endpointId, newId('diruser'), 'user_deleted');
    await attempt('failed', 0, 1);
    expect(await types()).toEqual([]);
    await attempt('failed', 0, 1);
    expect(await notices()).toEqual([
      { type: 'rollcall.endpoint.failing', reason: 'a deprovisioning is not acknowledged after 2 attempts' },
    ]);
  });

  it('is disabled after five days, and only after the failure was reported', async () => {
    await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
    await attempt('failed');
    await pool.query(`UPDATE webhook_endpoints SET failing_since = now() - interval '6 days'`);
    await attempt('failed');
    expect(await types()).toEqual(['rollcall.endpoint.failing']);
    expect(await endpoint()).toMatchObject({ enabled: true });
    await attempt('failed');
    expect(await types()).toEqual(['rollcall.endpoint.failing', 'rollcall.endpoint.disabled']);
    expect(await endpoint()).toMatchObject({ enabled: false, disabled_reason: 'nothing but failures for 5 days' });
    expect(await attempt('failed')).toBe(0);
  });

  it('is reported and disabled also where a backlog keeps every delivery at its first step', async () => {
    const tryAnother = async () => {
      await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
      await attempt('failed', 3_600_000);
    };
    await tryAnother();
    await pool.query(`UPDATE webhook_endpoints SET failing_since = now() - interval '31 minutes'`);
    await tryAnother();
    expect(await notices()).toEqual([
      { type: 'rollcall.endpoint.failing', reason: expect.stringMatching(/^nothing but failures since 20/) },
    ]);
    await tryAnother();
    expect(await types()).toHaveLength(1);
    await pool.query(`UPDATE webhook_endpoints SET failing_since = now() - interval '121 hours'`);
    await tryAnother();
    expect(await types()).toEqual(['rollcall.endpoint.failing', 'rollcall.endpoint.disabled']);
    expect(await endpoint()).toMatchObject({ enabled: false });
  });

  it('has each given-up delivery noticed, but not those of operational events', async () => {
    const { id } = await seedDelivery(pool, endpointId, newId('diruser'), 'user_created');
    await attempt('failed', 'last');
    expect((await pool.query('SELECT type, delivery_id FROM notices')).rows).toEqual([
      { type: 'rollcall.delivery.exhausted', delivery_id: id },
    ]);
    const operational = await seedDelivery(pool, endpointId, endpointId, 'user_created');
    await pool.query(`UPDATE deliveries SET event_type = 'rollcall.endpoint.failing' WHERE id = $1`, [operational.id]);
    for (let n = 1; n <= 4; n++) await attempt('failed');
    await attempt('failed', 'last');
    expect(await types()).toEqual(['rollcall.delivery.exhausted']);
  });
});

describe('an endpoint that is enabled again', () => {
  const user = () => newId('diruser');
  const states = async () =>
    Object.fromEntries(
      (await pool.query<{ id: string; state: string }>('SELECT id, state FROM all_deliveries')).rows.map((row) => [
        row.id,
        row.state,
      ]),
    );

  it('gets what was held at once, and of plain updates the last', async () => {
    const [ann, bob, eve] = [user(), user(), user()];
    const created = await seedDelivery(pool, endpointId, ann, 'user_created');
    await attempt('failed', 3_600_000);
    const updates = [await seedDelivery(pool, endpointId, ann), await seedDelivery(pool, endpointId, ann)];
    const lone = await seedDelivery(pool, endpointId, bob);
    const deleted = await seedDelivery(pool, endpointId, eve, 'user_deleted');
    await attempt('failed', 3_600_000, 1);
    await pool.query('UPDATE webhook_endpoints SET enabled = false');
    expect(await attempt('delivered')).toBe(0);
    await pool.query('UPDATE webhook_endpoints SET enabled = true');
    expect(await attempt('delivered')).toBe(2);
    expect(await attempt('delivered', 0, 1)).toBe(1);
    expect(await states()).toEqual({
      [created.id]: 'delivered',
      [updates[0]!.id]: 'superseded',
      [updates[1]!.id]: 'pending',
      [lone.id]: 'delivered',
      [deleted.id]: 'delivered',
    });
    expect(await attempt('delivered')).toBe(1);
    expect((await store.endpoint(endpointId))!.resumedAt).not.toBeNull();
  });

  it('after an outage: plain updates that queued up give way to the last, and nothing is hastened', async () => {
    const [ann, eve] = [user(), user()];
    await seedDelivery(pool, endpointId, eve, 'user_created');
    await attempt('failed', 3_600_000);
    await pool.query(`UPDATE webhook_endpoints SET failing_since = now() - interval '2 minutes'`);
    const probe = await seedDelivery(pool, endpointId, user(), 'user_created');
    await attempt('delivered');
    const updates = [await seedDelivery(pool, endpointId, ann), await seedDelivery(pool, endpointId, ann)];
    expect(await attempt('delivered')).toBe(1);
    expect(await states()).toMatchObject({
      [probe.id]: 'delivered',
      [updates[0]!.id]: 'superseded',
      [updates[1]!.id]: 'delivered',
    });
    expect(Object.values(await states())).toContain('retrying');
  });

  it('gets the held deliveries of a whole directory page by page', async () => {
    await pool.query('UPDATE webhook_endpoints SET enabled = false');
    await pool.query(
      `INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update)
       SELECT 'dlv_' || to_char(n, 'FM000000'), 'evt_' || n, $1, 'u' || n % 3000, 'organization.directory.user_updated', 0, true
       FROM generate_series(1, 12000) n`,
      [endpointId],
    );
    // The log is partitioned by time: only real ids have a place there.
    await pool.query(`UPDATE deliveries SET id = replace(id, 'dlv_', id_at('dlv', now()) || '0000')`);
    await pool.query('UPDATE webhook_endpoints SET enabled = true');
    const { deliveries } = await store.claim({ endpointId, lane: 0, limit: 10, leaseMs: 60_000 });
    expect(deliveries).toHaveLength(10);
    expect((await pool.query('SELECT state, count(*) FROM all_deliveries GROUP BY state ORDER BY state')).rows).toEqual(
      [
        { state: 'pending', count: 2_990 },
        { state: 'sending', count: 10 },
        { state: 'superseded', count: 9_000 },
      ],
    );
  });
});

it('health that cannot be stored keeps no outcome from its followers, and is stored a little later', async () => {
  const errors: Error[] = [];
  let broken = true;
  const flaky = Object.create(pool, {
    query: {
      value: (given: { name?: string }) =>
        broken && given.name === 'endpoint-failed' ? Promise.reject(new Error('canceled')) : pool.query(given as never),
    },
  }) as Pool;
  const other = new DeliveryStore(flaky, new SecretCipher(KEY), (error) => errors.push(error));
  const resource = newId('diruser');
  await seedDelivery(pool, endpointId, resource, 'user_created');
  await seedDelivery(pool, endpointId, resource, 'user_updated');
  const { token, deliveries } = await other.claim({ endpointId, lane: 0, limit: 1, leaseMs: 60_000 });
  const made = { at: new Date(), durationMs: 1, status: 500 };
  const [recorded] = await other.record([{ id: deliveries[0]!.id, token, kind: 'failed', attempt: made }]);
  expect(recorded).toMatchObject({ state: 'exhausted', follower: 0 });
  expect(errors).toHaveLength(1);
  expect(await endpoint()).toMatchObject({ failing: false });
  broken = false;
  await until(async () => expect(await endpoint()).toMatchObject({ failing: true }));
});
