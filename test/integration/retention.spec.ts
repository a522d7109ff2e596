import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { newId } from '#directory';
import { createPool, OperationalEvents, Retention } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { FINISH, seedDelivery, seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);

let database: TestDatabase | undefined;
let pool: Pool;
/** Of the owner: what makes tables, and what changes the ids of events. */
let owner: Pool;

beforeEach(async () => {
  await Promise.all([pool?.end(), owner?.end()]);
  await database?.drop();
  database = await createDatabase();
  pool = createPool(database.url, { max: 3, name: 'test' });
  owner = createPool(database.ownerUrl, { max: 1, name: 'owner' });
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await database?.drop();
});

const partitions = async (table: string) =>
  (
    await pool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = $1::regclass ORDER BY 1`,
      [table],
    )
  ).rows.map(({ name }) => name);

/** A week that began that many days ago, for all that is kept by the week, holding what was made meanwhile. */
async function age(days: number): Promise<void> {
  // Moving an event to another week is deleting it from its own, which a trigger refuses.
  await owner.query('SET session_replication_role = replica');
  await owner.query(`
    DO $$ DECLARE kind record; monday timestamptz := date_trunc('week', now() - interval '${days} days', 'UTC'); BEGIN
      FOR kind IN SELECT * FROM (VALUES ('events', 'evt'), ('delivery_log', 'dlv'), ('attempts', 'att')) AS k (name, prefix) LOOP
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', kind.name || '_' || to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD'),
          kind.name, id_at(kind.prefix, monday), id_at(kind.prefix, monday + interval '7 days'));
      END LOOP;
    END $$`);
  const old = `id_at('x', date_trunc('week', now() - interval '${days} days', 'UTC') + interval '1 hour')`;
  for (const table of ['events', 'deliveries', 'delivery_log', 'attempts']) {
    await owner.query(
      `UPDATE ${table} SET id = replace(substr(id, 1, 4) || substr(${old}, 3) || substr(id, 15), 'xx', 'x')`,
    );
  }
  for (const table of ['deliveries', 'delivery_log']) {
    await owner.query(
      `UPDATE ${table} SET event_id = substr(event_id, 1, 4) || substr(${old}, 3) || substr(event_id, 15)`,
    );
  }
  await owner.query(
    `UPDATE attempts SET delivery_id = substr(delivery_id, 1, 4) || substr(${old}, 3) || substr(delivery_id, 15)`,
  );
}

it('retention makes the next weeks, and keeps events younger than 90 days', async () => {
  const endpoint = await seedSigningEndpoint(pool, KEY, 'https://example.com/');
  await seedDelivery(pool, endpoint.id, newId('diruser'));
  await age(80);
  const before = await partitions('events');
  expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [] });
  expect(await partitions('events')).toEqual(before);
  expect((await pool.query('SELECT FROM all_deliveries')).rowCount).toBe(1);
  // This week, the one before, and four to come, beside the old one.
  expect(before).toHaveLength(7);
});

it('retention drops weeks of older events, and cancels deliveries that were held for those events', async () => {
  const endpoint = await seedSigningEndpoint(pool, KEY, 'https://example.com/');
  const held = await seedDelivery(pool, endpoint.id, newId('diruser'));
  const done = await seedDelivery(pool, endpoint.id, newId('diruser'));
  await pool.query(FINISH, [done.id, 'delivered']);
  await pool.query('UPDATE webhook_endpoints SET enabled = false');
  await age(100);
  expect(held.id).not.toBe(done.id);
  const report = await new Retention(pool).run();
  expect(report).toMatchObject({ canceled: 1, dropped: [expect.stringMatching(/^events_\d{8}$/)] });
  expect((await pool.query('SELECT FROM events')).rowCount).toBe(0);
  const { rows } = await pool.query('SELECT state FROM all_deliveries ORDER BY state');
  expect(rows).toEqual([{ state: 'canceled' }, { state: 'delivered' }]);
  // Told once, before the last of it is gone.
  expect((await pool.query('SELECT type FROM notices')).rows).toEqual([{ type: 'rollcall.endpoint.disabled' }]);
  expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [] });
  expect((await pool.query('SELECT FROM notices')).rowCount).toBe(1);
});

it('retention drops deliveries and attempts two weeks after their events', async () => {
  const endpoint = await seedSigningEndpoint(pool, KEY, 'https://example.com/');
  const { id } = await seedDelivery(pool, endpoint.id, newId('diruser'));
  await pool.query(FINISH, [id, 'delivered']);
  await age(120);
  const report = await new Retention(pool).run();
  expect(report!.dropped.map((name) => name.replace(/_\d{8}$/, ''))).toEqual(['events', 'delivery_log', 'attempts']);
  expect((await pool.query('SELECT FROM all_deliveries')).rowCount).toBe(0);
});

it('retention keeps a week while a worker sends one of its deliveries', async () => {
  const endpoint = await seedSigningEndpoint(pool, KEY, 'https://example.com/');
  await seedDelivery(pool, endpoint.id, newId('diruser'));
  await pool.query(
    `UPDATE deliveries SET state = 'sending', next_attempt_at = NULL, lease_token = 't', lease_until = now()`,
  );
  await age(100);
  expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [] });
});

it('retention runs in one process at a time', async () => {
  await age(100);
  const [week] = await partitions('events');
  const reports = await Promise.all([new Retention(pool).run(), new Retention(pool).run()]);
  expect(reports.flatMap((report) => report?.dropped ?? [])).toEqual([week]);
});

it('retention leaves a week that a long query reads to the next run, and blocks no other query', async () => {
  await age(100);
  const [week] = await partitions('events');
  const reader = await pool.connect();
  await reader.query('BEGIN; SELECT FROM events');
  const running = new Retention(pool).run();
  // Behind a lock that waits for the reader, this would wait for the reader, too.
  let reads = 0;
  for (let report; report === undefined; reads++) {
    await owner.query('SELECT FROM events');
    report = await Promise.race([running, Promise.resolve(undefined)]);
  }
  expect(await running).toEqual({ canceled: 0, dropped: [] });
  expect(reads).toBeGreaterThan(1);
  await reader.query('COMMIT');
  reader.release();
  expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [week] });
});

it('writers go on, run after run, while a long query keeps retention from dropping a week', async () => {
  const endpoint = await seedSigningEndpoint(pool, KEY, 'https://example.com/');
  await age(120);
  const weeks = async () => (await Promise.all(['events', 'delivery_log', 'attempts'].map(partitions))).flat();
  const before = await weeks();
  const reader = await pool.connect();
  await reader.query('BEGIN; SELECT FROM events; SELECT FROM delivery_log; SELECT FROM attempts');
  // Behind a lock that waits for the reader, a write would wait for longer than this, and fail.
  const writers = createPool(database!.url, { max: 2, name: 'writers', settings: { lock_timeout: 3_000 } });
  let over = false;
  let written = 0;
  const write = async (): Promise<void> => {
    for (; !over; written++) {
      const { id } = await seedDelivery(writers, endpoint.id, newId('diruser'));
      await writers.query(FINISH, [id, 'delivered']);
    }
  };
  const writing = Promise.all([write(), write()]);
  try {
    for (let run = 0; run < 3; run++) expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [] });
  } finally {
    over = true;
    await writing;
  }
  expect(written).toBeGreaterThan(3);
  expect(await weeks()).toEqual(before);
  await reader.query('COMMIT');
  reader.release();
  const report = await new Retention(pool).run();
  expect(report!.dropped).toHaveLength(3);
  expect((await pool.query('SELECT FROM events')).rowCount).toBe(written);
  await writers.end();
});

it('retention drops a week that an earlier run detached and did not drop', async () => {
  await age(100);
  const [week] = await partitions('events');
  await owner.query(`ALTER TABLE events DETACH PARTITION ${week}`);
  expect(await new Retention(pool).run()).toEqual({ canceled: 0, dropped: [week] });
  expect((await pool.query('SELECT to_regclass($1) AS left', [week])).rows).toEqual([{ left: null }]);
});

it('a notice becomes one operational event for endpoints that name its type, and none for the endpoint of the notice', async () => {
  const subject = await seedSigningEndpoint(pool, KEY, 'https://example.com/failing');
  const [watcher, foreign, plain] = [newId('ep'), newId('ep'), newId('ep')];
  await pool.query(
    `INSERT INTO organizations (id, display_name, region_code) VALUES ('org_a', 'A', 'us'), ('org_b', 'B', 'us')`,
  );
  await pool.query(
    `UPDATE webhook_endpoints SET organization_id = 'org_a', event_types = '{rollcall.endpoint.failing}' WHERE id = $1`,
    [subject.id],
  );
  await pool.query(
    `INSERT INTO webhook_endpoints (id, url, organization_id, event_types) VALUES
     ($1, 'https://example.com/ops', NULL, '{rollcall.endpoint.failing,rollcall.delivery.exhausted}'),
     ($2, 'https://example.com/b', 'org_b', '{rollcall.endpoint.failing}'), ($3, 'https://example.com/all', NULL, '{}')`,
    [watcher, foreign, plain],
  );
  const { id } = await seedDelivery(pool, subject.id, newId('diruser'), 'user_deleted');
  await pool.query(FINISH, [id, 'exhausted']);
  await pool.query(
    `INSERT INTO notices (type, endpoint_id, delivery_id, reason) VALUES ('rollcall.endpoint.failing', $1, NULL, 'it is down'),
     ('rollcall.delivery.exhausted', $1, $2, NULL)`,
    [subject.id, id],
  );
  const operational = new OperationalEvents(pool);
  const [one, two] = await Promise.all([operational.announce(), operational.announce()]);
  expect([...one.endpointIds, ...two.endpointIds]).toEqual([watcher]);
  const { rows } = await pool.query<{ endpoint_id: string; body: string }>(
    `SELECT d.endpoint_id, e.body FROM deliveries d JOIN events e ON e.id = d.event_id ORDER BY d.ordinal`,
  );
  expect(rows.map(({ endpoint_id }) => endpoint_id)).toEqual([watcher, watcher]);
  const bodies = rows.map(({ body }) => JSON.parse(body) as { type: string; sequence: null; data: object });
  expect(bodies).toMatchObject([
    {
      type: 'rollcall.endpoint.failing',
      organization_id: 'org_a',
      sequence: null,
      data: { endpoint_id: subject.id, reason: 'it is down', enabled: true },
    },
    { type: 'rollcall.delivery.exhausted', data: { id, endpoint_id: subject.id, deprovisioning: true, attempts: 8 } },
  ]);
  expect(await operational.announce()).toEqual({ endpointIds: [], paused: [], more: false });
});
