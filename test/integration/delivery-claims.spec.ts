import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId, type Lane } from '#directory';
import { type Claim, createPool, DeliveryStore, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { CLEAR, FINISH, seedDelivery, seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);
const LEASE_MS = 60_000;

let database: TestDatabase;
let pool: Pool;
let store: DeliveryStore;
let endpointId: string;
let user: string;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 5, name: 'test' });
  store = new DeliveryStore(pool, new SecretCipher(KEY));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query(CLEAR);
  endpointId = (await seedSigningEndpoint(pool, KEY, 'https://example.com/')).id;
  user = newId('diruser');
});

type Kind = 'user_created' | 'user_updated' | 'user_deleted';
const seed = async (kind: Kind, resource = user, more = {}) =>
  (await seedDelivery(pool, endpointId, resource, kind, more)).id;
const claim = (lane: Lane = 0, limit = 100, more: object = {}, from = store) =>
  from.claim({ endpointId, lane, limit, leaseMs: LEASE_MS, ...more });
const claimed = async (...args: Parameters<typeof claim>) => (await claim(...args)).deliveries.map(({ id }) => id);
const attempt = () => ({ at: new Date(), durationMs: 3, status: 500 });
const finish = async ({ token, deliveries }: Claim, kind: 'delivered' | 'failed', retryInMs?: number) =>
  store.record(deliveries.map(({ id }) => ({ id, token, kind, attempt: attempt(), retryInMs })));
const stateOf = async (id: string) =>
  (await pool.query<{ state: string }>('SELECT state FROM all_deliveries WHERE id = $1', [id])).rows[0]!.state;

describe('what is claimed', () => {
  it('carries what is to be sent, oldest first, under a lease', async () => {
    const ids = [await seed('user_created'), await seed('user_created', newId('diruser'))];
    const { deliveries, token, next } = await claim();
    expect(deliveries.map(({ id }) => id)).toEqual(ids);
    expect(deliveries[0]).toMatchObject({
      eventType: 'organization.directory.user_created',
      resourceId: user,
      step: 0,
      organizationId: 'org_1',
    });
    expect(JSON.parse(deliveries[0]!.body!)).toMatchObject({ id: deliveries[0]!.eventId, data: { id: user } });
    expect(next).toBeUndefined();
    const { rows } = await pool.query(
      'SELECT state, lease_token, lease_until > now() AS leased, next_attempt_at FROM deliveries WHERE id = $1',
      [ids[0]],
    );
    expect(rows).toEqual([{ state: 'sending', lease_token: token, leased: true, next_attempt_at: null }]);
  });

  it('is not what is claimed already', async () => {
    await seed('user_created');
    expect(await claimed()).toHaveLength(1);
    expect(await claimed()).toEqual([]);
  });

  it('is of one endpoint and one lane', async () => {
    await seed('user_deleted');
    expect(await claimed(0)).toEqual([]);
    expect(await claimed(1, 100, { endpointId: 'ep_other' })).toEqual([]);
    expect(await claimed(1)).toHaveLength(1);
  });

  it('is nothing while the endpoint is disabled', async () => {
    await seed('user_created');
    await pool.query('UPDATE webhook_endpoints SET enabled = false');
    expect(await claimed()).toEqual([]);
    await pool.query('UPDATE webhook_endpoints SET enabled = true');
    expect(await claimed()).toHaveLength(1);
  });

  it('is nothing before the next attempt is due, and the claim says when that is', async () => {
    const id = await seed('user_created');
    await finish(await claim(), 'failed', 60_000);
    const { deliveries, nextDueAt } = await claim();
    expect(deliveries).toEqual([]);
    const { rows } = await pool.query<{ next_attempt_at: string }>(
      'SELECT next_attempt_at FROM deliveries WHERE id = $1',
      [id],
    );
    expect(nextDueAt?.toISOString()).toBe(rows[0]!.next_attempt_at);
  });

  it('goes on behind the cursor, and says when the end is reached', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await seed('user_created', newId('diruser')));
    const first = await claim(0, 2);
    const second = await claim(0, 2, { from: first.next });
    const third = await claim(0, 2, { from: second.next });
    expect([first, second, third].flatMap(({ deliveries }) => deliveries.map(({ id }) => id))).toEqual(ids);
    expect(third.next).toBeUndefined();
  });

  it('is found behind more blocked rows than one claim looks at', async () => {
    const stuck = await seed('user_created');
    await finish(await claim(), 'failed', 60_000);
    await pool.query(
      `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
       SELECT 'dlv_' || n, 'evt', $1, 'org_1', $2, 'organization.directory.user_created', 0, false FROM generate_series(1, 4500) n`,
      [endpointId, user],
    );
    const free = await seed('user_created', newId('diruser'));
    const found: string[] = [];
    let claims = 0;
    for (let from = undefined as Claim['next'], more = true; more; claims++) {
      const { deliveries, next } = await claim(0, 100, { from });
      found.push(...deliveries.map(({ id }) => id));
      from = next;
      more = next !== undefined;
    }
    expect(found).toEqual([free]);
    // Once in turns, which sees the first rows of the lane only, then in order to its end.
    expect(claims).toBe(4);
    expect(await stateOf(stuck)).toBe('retrying');
  });
});

describe('order per user', () => {
  it('a later event waits for an earlier undelivered one of the same user', async () => {
    const [first, second] = [await seed('user_created'), await seed('user_updated')];
    const created = await claim();
    expect(created.deliveries.map(({ id }) => id)).toEqual([first]);
    expect(await claimed()).toEqual([]);
    await finish(created, 'failed', 60_000);
    expect(await claimed()).toEqual([]);
    await pool.query('UPDATE deliveries SET next_attempt_at = now() WHERE id = $1', [first]);
    await finish(await claim(), 'delivered');
    expect(await claimed()).toEqual([second]);
  });

  it('what waited is told when the earlier one is over, and is claimed from behind the cursor', async () => {
    await seed('user_created');
    const second = await seed('user_updated');
    const created = await claim();
    const [recorded] = await finish(created, 'delivered');
    expect(recorded).toMatchObject({ state: 'delivered', follower: 0, resourceId: user });
    const end = { at: 'infinity', ordinal: 0 };
    expect(await claimed(0, 100, { from: end })).toEqual([]);
    expect(await claimed(0, 100, { from: end, freed: [user] })).toEqual([second]);
  });

  it("one user's failure alone never delays another", async () => {
    await seed('user_created');
    await finish(await claim(), 'failed', 60_000);
    const other = await seed('user_created', newId('diruser'));
    expect(await claimed()).toEqual([other]);
  });

  it('the same user at another endpoint is another order', async () => {
    await seed('user_created');
    await claim();
    endpointId = (await seedSigningEndpoint(pool, KEY, 'https://example.org/')).id;
    const there = await seed('user_updated');
    expect(await claimed()).toEqual([there]);
  });

  it.each(['exhausted', 'superseded', 'canceled'])('%s deliveries block nothing', async (state) => {
    const id = await seed('user_created');
    await pool.query(FINISH, [id, state]);
    const later = await seed('user_updated');
    expect(await claimed()).toEqual([later]);
  });

  it('a replay neither waits for nor delays live deliveries', async () => {
    const live = await seed('user_created');
    const replay = await seed('user_created', user, { replay: true });
    const later = await seed('user_updated');
    const first = await claim();
    expect(first.deliveries.map(({ id }) => id)).toEqual([live, replay]);
    await finish({ ...first, deliveries: first.deliveries.slice(0, 1) }, 'delivered');
    expect(await claimed()).toEqual([later]);
  });
});

describe('deprovisioning', () => {
  it('supersedes everything undelivered before it for that user, the create included', async () => {
    const before = [await seed('user_created'), await seed('user_updated')];
    await finish(await claim(), 'failed', 60_000);
    const other = await seed('user_created', newId('diruser'));
    const deleted = await seed('user_deleted');
    expect(await claimed(1)).toEqual([deleted]);
    expect(await Promise.all(before.map(stateOf))).toEqual(['superseded', 'superseded']);
    expect(await stateOf(other)).toBe('pending');
  });

  it('is not overtaken by what it will supersede', async () => {
    await seed('user_created');
    await seed('user_deleted');
    expect(await claimed(0)).toEqual([]);
  });

  it('awaits an attempt in flight, and is told when that is over', async () => {
    await seed('user_created');
    const inFlight = await claim(0);
    const deleted = await seed('user_deleted');
    expect(await claimed(1)).toEqual([]);
    const [recorded] = await finish(inFlight, 'failed', 60_000);
    expect(recorded).toMatchObject({ state: 'superseded', follower: 1 });
    expect(await claimed(1)).toEqual([deleted]);
  });

  it('is itself never superseded: a second one waits for the first', async () => {
    const first = await seed('user_deleted');
    const again = await seed('user_created');
    const second = await seed('user_deleted');
    const claim1 = await claim(1);
    expect(claim1.deliveries.map(({ id }) => id)).toEqual([first]);
    const [recorded] = await finish(claim1, 'failed', 0);
    expect(recorded).toMatchObject({ state: 'retrying' });
    expect(await stateOf(again)).toBe('pending');
    await finish(await claim(1), 'delivered');
    expect(await claimed(1)).toEqual([second]);
    expect(await stateOf(again)).toBe('superseded');
  });

  it('is waited for by what comes after it', async () => {
    await seed('user_deleted');
    const recreated = await seed('user_created');
    expect(await claimed(0)).toEqual([]);
    const [recorded] = await finish(await claim(1), 'delivered');
    expect(recorded).toMatchObject({ follower: 0 });
    expect(await claimed(0)).toEqual([recreated]);
  });

  it('leaves replays alone', async () => {
    const replay = await seed('user_updated', user, { replay: true });
    const deleted = await seed('user_deleted');
    expect(await claimed(1)).toEqual([deleted]);
    expect(await claimed(0)).toEqual([replay]);
  });
});

describe('several workers', () => {
  it('never share a row, and never have two of one user in flight', async () => {
    const users = Array.from({ length: 40 }, () => newId('diruser'));
    for (let i = 0; i < 200; i++) {
      await seed(i % 9 === 8 ? 'user_deleted' : 'user_updated', users[i % users.length]!);
    }
    const inFlight = new Map<string, string>();
    let deliveredRows = 0;
    const worker = async () => {
      for (let idle = 0; idle < 3;) {
        const claims = [await claim(1, 7), await claim(0, 7)];
        if (claims.every(({ deliveries }) => deliveries.length === 0)) idle++;
        for (const { deliveries } of claims) {
          for (const { id, resourceId } of deliveries) {
            expect(inFlight.get(resourceId), `${id} beside`).toBeUndefined();
            inFlight.set(resourceId, id);
          }
        }
        await new Promise(setImmediate);
        for (const one of claims) {
          for (const { resourceId } of one.deliveries) inFlight.delete(resourceId);
          await finish(one, 'delivered');
          deliveredRows += one.deliveries.length;
        }
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    const { rows } = await pool.query<{ state: string; count: number }>(
      'SELECT state, count(*) AS count FROM all_deliveries GROUP BY state ORDER BY state',
    );
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'superseded']);
    expect(rows[0]!.count).toBe(deliveredRows);
  });

  it('a deprovisioning leaves alone what another worker is claiming at that moment', async () => {
    await seed('user_created');
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      const uncommitted = new DeliveryStore(other as unknown as Pool, new SecretCipher(KEY));
      const inFlight = await claim(0, 100, {}, uncommitted);
      const deleted = await seed('user_deleted');
      expect(await claimed(1)).toEqual([]);
      await other.query('COMMIT');
      expect(await claimed(1)).toEqual([]);
      const [recorded] = await finish(inFlight, 'delivered');
      expect(recorded).toMatchObject({ state: 'delivered', follower: 1 });
      expect(await claimed(1)).toEqual([deleted]);
    } finally {
      other.release();
    }
  });
});

describe('the endpoint of a claim', () => {
  it('has its live secrets, newest first, and its headers in the clear', async () => {
    const { id, secret } = await seedSigningEndpoint(pool, KEY, 'https://example.net/hook', {
      headers: { 'X-Team': 'a' },
      rateLimit: 5,
    });
    const cipher = new SecretCipher(KEY);
    await pool.query(
      `INSERT INTO endpoint_secrets (id, endpoint_id, cipher, created_at, expires_at) VALUES
       ('sec_1', $1, $2, now() - interval '2 day', now() + interval '1 hour'), ('sec_2', $1, $2, now() - interval '3 day', now() - interval '1 hour')`,
      [id, cipher.encrypt('whsec_old')],
    );
    expect(await store.endpoint(id)).toEqual({
      id,
      organizationId: null,
      resumedAt: null,
      url: 'https://example.net/hook',
      enabled: true,
      payloadFormat: 'standard',
      audience: null,
      subjectFormat: 'iss_sub',
      eventsRequested: [],
      rateLimit: 5,
      headers: { 'x-team': 'a' },
      secrets: [secret, 'whsec_old'],
    });
    expect(await store.endpoint('ep_none')).toBeUndefined();
  });
});
