import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryChanges, newId } from '#directory';
import { type DeliveryOutcome } from '#delivery';
import { createPool, DeliveryStore, EndpointRemovals, PostgresDirectoryTransactions, SecretCipher } from '#persistence';
import { parseResource, USER } from '#scim';
import { OutcomeRecorder } from '../../apps/worker/src/delivery/outcome-recorder.js';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { CLEAR, seedDelivery, seedSigningEndpoint } from '../support/seed-deliveries.js';
import { seedDirectory } from '../support/seed.js';

const KEY = randomBytes(32);

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

const seed = async (kind: 'user_created' | 'user_updated' | 'user_deleted', resource = user) =>
  (await seedDelivery(pool, endpointId, resource, kind)).id;
const claimOne = async (lane: 0 | 1 = 0, leaseMs = 60_000) => {
  const { token, deliveries } = await store.claim({ endpointId, lane, limit: 1, leaseMs });
  return { id: deliveries[0]!.id, token };
};
const attempt = (status?: number) => ({
  at: new Date('2026-01-02T03:04:05.678Z'),
  durationMs: 12,
  status,
  ...(status === undefined
    ? { error: 'timeout: no answer' }
    : { responseHeaders: { 'x-a': 'b' }, responseBody: 'said' }),
});
const recordOne = async (outcome: DeliveryOutcome) => (await store.record([outcome]))[0]!;
const rowOf = async (id: string) =>
  (
    await pool.query<Record<string, unknown>>(
      `SELECT state, step, attempts, last_status, lease_token, lease_until, delivered_at IS NOT NULL AS delivered,
         round(extract(epoch FROM next_attempt_at - now())) AS due_in FROM all_deliveries WHERE id = $1`,
      [id],
    )
  ).rows[0]!;
const attemptsOf = async (id: string) =>
  (
    await pool.query<Record<string, unknown>>(
      `SELECT number, at, duration_ms, outcome, status, error, response_headers, response_body FROM attempts
       WHERE delivery_id = $1 ORDER BY number`,
      [id],
    )
  ).rows;

describe('an attempt', () => {
  it('that was answered with 2xx delivers', async () => {
    await seed('user_created');
    const mine = await claimOne();
    expect(await recordOne({ ...mine, kind: 'delivered', attempt: attempt(204) })).toEqual({
      id: mine.id,
      attempts: 1,
      state: 'delivered',
      resourceId: user,
      nextAttemptAt: undefined,
      follower: undefined,
    });
    expect(await rowOf(mine.id)).toEqual({
      state: 'delivered',
      step: 1,
      attempts: 1,
      last_status: 204,
      lease_token: null,
      lease_until: null,
      delivered: true,
      due_in: null,
    });
    expect(await attemptsOf(mine.id)).toEqual([
      {
        number: 1,
        at: '2026-01-02T03:04:05.678Z',
        duration_ms: 12,
        outcome: 'delivered',
        status: 204,
        error: null,
        response_headers: { 'x-a': 'b' },
        response_body: 'said',
      },
    ]);
  });

  it.each([
    [204, 'delivered'],
    [500, 'failed'],
    [400, 'failed'],
  ] as const)('that ends with %i after somebody was erased from its event leaves no answer', async (status, kind) => {
    await seed('user_created');
    const mine = await claimOne();
    await pool.query('UPDATE events SET erased = true WHERE resource_id = $1', [user]);
    const words = status === 400 ? { error: 'Ada Lovelace is unknown' } : {};
    await recordOne({
      ...mine,
      kind,
      attempt: { ...attempt(status), ...words },
      retryInMs: 300_000,
    } as DeliveryOutcome);
    const kept = { outcome: kind, status, response_headers: null, response_body: null };
    expect(await attemptsOf(mine.id)).toMatchObject([kept]);
    expect(JSON.stringify(await attemptsOf(mine.id))).not.toContain('Ada');
  });

  it('that ends after the user was erased keeps no answer of the receiver', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await pool.query('UPDATE events SET erased = true WHERE resource_id = $1', [user]);
    await recordOne({ ...mine, kind: 'delivered', attempt: attempt(204) });
    await recordOne({ ...mine, kind: 'delivered', attempt: attempt(204) });
    expect(await attemptsOf(mine.id)).toMatchObject([
      { number: 1, response_body: null },
      { number: 2, response_body: null, response_headers: null },
    ]);
  });

  it('that failed is made again after the delay of its step', async () => {
    await seed('user_created');
    const mine = await claimOne();
    const recorded = await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 300_000 });
    expect(recorded.state).toBe('retrying');
    expect(recorded.nextAttemptAt).toBeInstanceOf(Date);
    expect(await rowOf(mine.id)).toMatchObject({
      state: 'retrying',
      step: 1,
      attempts: 1,
      last_status: 500,
      due_in: '300',
    });
  });

  it('that failed without an answer says why, and leaves no status', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'failed', attempt: attempt(), retryInMs: 0 });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', last_status: null });
    expect(await attemptsOf(mine.id)).toMatchObject([{ outcome: 'failed', status: null, error: 'timeout: no answer' }]);
  });

  it('at the end of the ladder exhausts, and lets go of what waited', async () => {
    await seed('user_created');
    await seed('user_updated');
    const mine = await claimOne();
    expect(await recordOne({ ...mine, kind: 'failed', attempt: attempt(500) })).toMatchObject({
      state: 'exhausted',
      follower: 0,
    });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'exhausted', due_in: null });
  });

  it('that was interrupted consumes no step and is due at once', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'interrupted', attempt: attempt() });
    expect(await rowOf(mine.id)).toMatchObject({
      state: 'pending',
      step: 0,
      attempts: 1,
      due_in: '0',
      lease_token: null,
    });
    const again = await claimOne();
    await recordOne({ ...again, kind: 'failed', attempt: attempt(500), retryInMs: 0 });
    const third = await claimOne();
    await recordOne({ ...third, kind: 'interrupted', attempt: attempt() });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', step: 1, attempts: 3, last_status: 500 });
    expect((await attemptsOf(mine.id)).map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'interrupted'],
      [2, 'failed'],
      [3, 'interrupted'],
    ]);
  });

  it('that was not begun leaves no trace', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'released' });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'pending', step: 0, attempts: 0, due_in: '0' });
    expect(await attemptsOf(mine.id)).toEqual([]);
  });

  it('with nothing to send cancels, and lets go of what waited', async () => {
    await seed('user_created');
    await seed('user_updated');
    const mine = await claimOne();
    expect(await recordOne({ ...mine, kind: 'canceled' })).toMatchObject({ state: 'canceled', follower: 0 });
    expect(await attemptsOf(mine.id)).toEqual([]);
  });

  it('answered with 410 disables the endpoint and holds the delivery', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'failed', attempt: attempt(410), retryInMs: 5_000, gone: { resumedAt: null } });
    const { rows } = await pool.query('SELECT enabled, disabled_reason FROM webhook_endpoints WHERE id = $1', [
      endpointId,
    ]);
    expect(rows).toEqual([{ enabled: false, disabled_reason: 'it answered 410 Gone' }]);
    expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', last_status: 410 });
  });

  describe('of an endpoint that was corrected meanwhile', () => {
    const correct = () => pool.query('UPDATE webhook_endpoints SET resumed_at = now() WHERE id = $1', [endpointId]);
    const isEnabled = async () =>
      (await pool.query<{ enabled: boolean }>('SELECT enabled FROM webhook_endpoints WHERE id = $1', [endpointId]))
        .rows[0]!.enabled;

    // The duration of the attempt says nothing: an answer is recorded some time after the answer came.
    it.each([0, 10_000])('and 410 after %i ms does not disable it', async (durationMs) => {
      await seed('user_created');
      const mine = await claimOne();
      const { resumedAt } = (await store.endpoint(endpointId))!;
      await correct();
      const gone = { ...mine, kind: 'failed' as const, attempt: { ...attempt(410), durationMs }, retryInMs: 60_000 };
      await recordOne({ ...gone, gone: { resumedAt } });
      expect(await isEnabled()).toBe(true);
    });

    it('and 410 from what it is now disables it', async () => {
      await correct();
      await seed('user_created');
      const mine = await claimOne();
      const { resumedAt } = (await store.endpoint(endpointId))!;
      const gone = { ...mine, kind: 'failed' as const, attempt: { ...attempt(410), durationMs: 10_000 } };
      await recordOne({ ...gone, retryInMs: 60_000, gone: { resumedAt } });
      expect(await isEnabled()).toBe(false);
    });

    it('is made again at once, and once', async () => {
      await seed('user_created');
      const mine = await claimOne();
      const before = (await store.endpoint(endpointId))!.resumedAt;
      await correct();
      await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 });
      const { resumedAt } = (await store.endpoint(endpointId))!;
      expect(await store.hasten([{ id: mine.id, attempts: 1, resumedAt, sinceMs: undefined }])).toEqual([]);
      expect(await store.hasten([{ id: mine.id, attempts: 1, resumedAt: before, sinceMs: undefined }])).toEqual([
        { endpointId, lane: 0 },
      ]);
    });
  });

  it('of a deleted endpoint is dropped, and keeps no other from being recorded', async () => {
    await seed('user_created');
    const gone = await claimOne();
    await pool.query('DELETE FROM webhook_endpoints');
    await new EndpointRemovals(pool).run();
    endpointId = (await seedSigningEndpoint(pool, KEY, 'https://example.org/')).id;
    await seed('user_created');
    const mine = await claimOne();
    const outcomes = [gone, mine].map((one) => ({ ...one, kind: 'delivered' as const, attempt: attempt(200) }));
    expect((await store.record(outcomes)).map(({ id }) => id)).toEqual([mine.id]);
  });
});

describe('the attempts of an endpoint', () => {
  it('are deleted with the endpoint', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'delivered', attempt: attempt(200) });
    await seed('user_created');
    await pool.query('DELETE FROM webhook_endpoints WHERE id = $1', [endpointId]);
    const removals = new EndpointRemovals(pool);
    expect(await removals.run()).toBe(2);
    expect(await attemptsOf(mine.id)).toEqual([]);
    // Looked at once more, as a change that was under way may have written another one.
    await seed('user_created');
    expect(await removals.run()).toBe(1);
    await pool.query(`UPDATE endpoint_removals SET removed_at = now() - interval '1 hour'`);
    expect(await removals.run()).toBe(0);
    expect((await pool.query('SELECT FROM endpoint_removals')).rowCount).toBe(0);
  });
});

describe('a lease that was lost', () => {
  const lose = async () => {
    await seed('user_created');
    const mine = await claimOne(0, -1_000);
    expect(await store.freeExpired()).toEqual([{ endpointId, lane: 0 }]);
    return mine;
  };

  it('is due at once, with an attempt that says what happened', async () => {
    const mine = await lose();
    expect(await rowOf(mine.id)).toMatchObject({
      state: 'pending',
      step: 0,
      attempts: 1,
      due_in: '0',
      lease_token: null,
    });
    expect(await attemptsOf(mine.id)).toMatchObject([
      { number: 1, outcome: 'interrupted', error: expect.stringContaining('worker ended') },
    ]);
    expect(await store.freeExpired()).toEqual([]);
  });

  it('takes no lease that still runs', async () => {
    await seed('user_created');
    await claimOne();
    expect(await store.freeExpired()).toEqual([]);
  });

  it('still counts when a late 2xx comes in, also while another worker sends again', async () => {
    const late = await lose();
    const other = await claimOne();
    expect(await recordOne({ ...late, kind: 'delivered', attempt: attempt(200) })).toMatchObject({
      state: 'delivered',
    });
    expect(await recordOne({ ...other, kind: 'failed', attempt: attempt(500), retryInMs: 0 })).toMatchObject({
      state: 'delivered',
      attempts: 3,
    });
    expect(await rowOf(late.id)).toMatchObject({ state: 'delivered', last_status: 200, lease_token: null });
    expect((await attemptsOf(late.id)).map(({ outcome }) => outcome)).toEqual(['interrupted', 'delivered', 'failed']);
  });

  it('logs a late failure, and moves nothing', async () => {
    const late = await lose();
    const other = await claimOne();
    await recordOne({ ...late, kind: 'failed', attempt: attempt(500) });
    expect(await rowOf(late.id)).toMatchObject({ state: 'sending', step: 0, attempts: 2, lease_token: other.token });
  });

  it('does not deliver twice', async () => {
    const late = await lose();
    await recordOne({ ...(await claimOne()), kind: 'delivered', attempt: attempt(200) });
    const at = await pool.query('SELECT delivered_at FROM all_deliveries WHERE id = $1', [late.id]);
    await recordOne({ ...late, kind: 'delivered', attempt: attempt(202) });
    expect((await pool.query('SELECT delivered_at FROM all_deliveries WHERE id = $1', [late.id])).rows).toEqual(
      at.rows,
    );
  });
});

describe('a failure with later events of the user', () => {
  it('a plain update is superseded by a later plain update', async () => {
    await seed('user_updated');
    const mine = await claimOne();
    const later = await seed('user_updated');
    expect(await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 })).toMatchObject({
      state: 'superseded',
      follower: 0,
    });
    expect((await claimOne()).id).toBe(later);
  });

  it('a creation is not superseded by an update, and keeps the delay of the ladder', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await seed('user_updated');
    await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', due_in: '60' });
  });

  it('the later event makes an earlier one that waits for its step due at once, when it arrives', async () => {
    const directory = await seedDirectory(pool);
    const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), {
      ring: () => {},
      announce: () => {},
    });
    const caller = {};
    const resource = parseResource(USER, { userName: 'ann' });
    const { user: created } = await changes.submit(directory.directoryId, {
      kind: 'create-user',
      resource,
      caller,
    });
    const mine = await claimOne();
    await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 });
    const change = (now: object) => ({ ...now, title: 'Engineer' });
    await changes.submit(directory.directoryId, { kind: 'update-user', id: created.id, change, caller });
    expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', due_in: '0' });
    expect((await claimOne()).id).toBe(mine.id);
  });

  describe('that came while the attempt was under way', () => {
    const fail = async () => {
      const mine = await claimOne();
      return {
        ...mine,
        record: () => recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 }),
      };
    };
    const age = (id: string, ms: number) =>
      pool.query(`UPDATE deliveries SET created_at = now() - $2 * interval '1 ms' WHERE id = $1`, [id, ms]);

    it('makes it due at once', async () => {
      await seed('user_created');
      const mine = await fail();
      await seed('user_updated');
      await mine.record();
      expect(await rowOf(mine.id)).toMatchObject({ due_in: '60' });
      expect(await store.hasten([{ id: mine.id, attempts: 1, resumedAt: null, sinceMs: 5_000 }])).toEqual([
        { endpointId, lane: 0 },
      ]);
      expect(await rowOf(mine.id)).toMatchObject({ state: 'retrying', due_in: '0' });
    });

    it('does not where it came before the attempt, where it is one of another user, or where the next attempt is made', async () => {
      await seed('user_created');
      const later = await seed('user_updated');
      await age(later, 10_000);
      await seed('user_updated', newId('diruser'));
      const mine = await fail();
      await mine.record();
      expect(await store.hasten([{ id: mine.id, attempts: 1, resumedAt: null, sinceMs: 5_000 }])).toEqual([]);
      await age(later, 0);
      expect(await store.hasten([{ id: mine.id, attempts: 0, resumedAt: null, sinceMs: 5_000 }])).toEqual([]);
      expect(await rowOf(mine.id)).toMatchObject({ due_in: '60' });
    });
  });

  it('everything before it is superseded by a deprovisioning', async () => {
    await seed('user_created');
    const mine = await claimOne();
    await seed('user_deleted');
    expect(await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 0 })).toMatchObject({
      state: 'superseded',
      follower: 1,
    });
  });

  it('a replay is superseded by nothing', async () => {
    await seedDelivery(pool, endpointId, user, 'user_updated', { replay: true });
    const mine = await claimOne();
    await seed('user_updated');
    await seed('user_deleted');
    expect(await recordOne({ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 })).toMatchObject({
      state: 'retrying',
    });
  });
});

describe('a batch that is recorded again because the answer was lost', () => {
  it('logs what was recorded already no second time', async () => {
    await seed('user_created');
    const mine = await claimOne();
    const outcomes: DeliveryOutcome[] = [{ ...mine, kind: 'failed', attempt: attempt(500), retryInMs: 60_000 }];
    await store.record(outcomes);
    expect(await store.record(outcomes)).toMatchObject([{ id: mine.id, state: 'retrying', attempts: 1 }]);
    expect(await attemptsOf(mine.id)).toHaveLength(1);
    expect(await rowOf(mine.id)).toMatchObject({ attempts: 1, step: 1 });
  });
});

describe('overdue lanes', () => {
  it('are those of enabled endpoints with something due, each once', async () => {
    expect(await store.overdueLanes(0)).toEqual([]);
    for (let i = 0; i < 3; i++) await seed('user_created', newId('diruser'));
    await seed('user_deleted', newId('diruser'));
    const first = endpointId;
    endpointId = (await seedSigningEndpoint(pool, KEY, 'https://example.org/')).id;
    await seed('user_created');
    const disabled = (await seedSigningEndpoint(pool, KEY, 'https://example.net/')).id;
    await seedDelivery(pool, disabled, user);
    await pool.query('UPDATE webhook_endpoints SET enabled = false WHERE id = $1', [disabled]);
    const expected = [
      { endpointId: first, lane: 1 },
      { endpointId: first, lane: 0 },
      { endpointId, lane: 0 },
    ];
    expect(await store.overdueLanes(0)).toEqual(expected);
    expect(await store.overdueLanes(60_000)).toEqual([]);
    await pool.query(
      `UPDATE deliveries SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = $1 AND lane = 0`,
      [first],
    );
    expect(await store.overdueLanes(0)).toEqual([expected[0], expected[2]]);
  });
});

it('an outcome whose answer was lost is told again what became of it, and of who waited behind it', async () => {
  await seed('user_created');
  await seed('user_updated');
  const mine = await claimOne();
  const outcome: DeliveryOutcome = { ...mine, kind: 'delivered', attempt: attempt(204) };
  const first = await recordOne(outcome);
  expect(first).toMatchObject({ state: 'delivered', follower: 0 });
  // The same object, which has the id of the attempt by now.
  expect(await recordOne(outcome)).toEqual(first);
  expect(await attemptsOf(mine.id)).toHaveLength(1);
});

it('an outcome that PostgreSQL does not take is recorded without what it said, and takes its step', async () => {
  const id = await seed('user_created');
  const mine = await claimOne();
  const recorder = new OutcomeRecorder(store, () => {});
  const unstorable = { ...attempt(500), durationMs: 5_000_000_000 };
  const recorded = await recorder.record(
    { ...mine, kind: 'failed', attempt: unstorable, retryInMs: 60_000 },
    endpointId,
  );
  expect(recorded).toMatchObject({ state: 'retrying', attempts: 1 });
  expect(await rowOf(id)).toMatchObject({ state: 'retrying', step: 1, due_in: '60' });
  expect(await attemptsOf(id)).toMatchObject([
    {
      outcome: 'failed',
      status: 500,
      error: 'PostgreSQL did not take what the receiver answered',
      response_body: null,
    },
  ]);
});
