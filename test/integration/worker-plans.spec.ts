import { randomBytes } from 'node:crypto';
import { type Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, createWorkerPool, DeliveryStore, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);
const BACKLOG = 20_000;
const ROUNDS = 10;
/** Of tables and indexes, for one delivery and its event: a few levels of each index, however many wait. */
const MOST_PAGES = 200;

let database: TestDatabase;
let seeding: Pool;
let endpointId: string;

beforeAll(async () => {
  database = await createDatabase();
  seeding = createPool(database.ownerUrl, { max: 1, name: 'seed' });
  endpointId = (await seedSigningEndpoint(seeding, KEY, 'https://example.com/')).id;
}, 60_000);
afterAll(async () => {
  await seeding.end();
  await database.drop();
});

async function seedBacklog(): Promise<void> {
  await seeding.query(`
    INSERT INTO events (id, organization_id, type, resource_id, version, in_feed, body, occurred_at)
      SELECT id_at('evt', now()) || lpad(n::text, 16, '0'), 'org_1', 'organization.directory.user_created', 'diruser_' || n, 1, false, '{}', now()
      FROM generate_series(1, ${BACKLOG}) n;
    INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
      SELECT replace(id, 'evt', 'dlv'), id, '${endpointId}', organization_id, resource_id, type, 0, false FROM events`);
}

interface Prepared {
  name: string;
  /** How often the statement was planned for its values. */
  planned: number;
}

/** What the worker does with deliveries, on one connection: claims one at a time, and records that it arrived, or that it did not. */
async function deliver(client: PoolClient): Promise<Prepared[]> {
  const one = { query: client.query.bind(client), connect: () => Promise.reject(new Error('one connection will do')) };
  const store = new DeliveryStore(one as unknown as Pool, new SecretCipher(KEY));
  for (let round = 0; round < ROUNDS; round++) {
    const { deliveries, token } = await store.claim({ endpointId, lane: 0, limit: 1, leaseMs: 60_000 });
    const kind = round % 2 === 0 ? 'delivered' : 'failed';
    const attempt = { at: new Date(), durationMs: 3, status: kind === 'delivered' ? 200 : 500 };
    await store.record(deliveries.map(({ id }) => ({ id, token, kind, attempt, retryInMs: 60_000 })));
  }
  const { rows } = await client.query<Prepared>(
    'SELECT name, custom_plans::int AS planned FROM pg_prepared_statements ORDER BY name',
  );
  return rows;
}

/** Pages of tables and indexes that a claim looks at, by the plan that is kept for it. */
async function pagesOfClaim(client: PoolClient): Promise<number> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE "delivery-claim-in-turns-0" ('${endpointId}', '', 1, '{}', 'token', 60000)`,
  );
  await client.query('ROLLBACK');
  const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
  return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
}

it('plans no claim and no recording anew, before statistics and after, and looks at as few rows', async () => {
  await seedBacklog();
  const pool = createWorkerPool(database.url);
  const client = await pool.connect();
  try {
    for (const statistics of ['cold', 'fresh']) {
      if (statistics === 'fresh') await seeding.query('ANALYZE deliveries; ANALYZE events');
      const prepared = await deliver(client);
      expect(prepared.map(({ name }) => name)).toContain('delivery-claim-in-turns-0');
      expect(prepared.filter(({ name }) => name.startsWith('delivery-record')).length).toBeGreaterThan(0);
      expect(prepared.filter(({ planned }) => planned > 0)).toEqual([]);
      const pages = await pagesOfClaim(client);
      console.log(`${statistics} statistics: ${pages} pages for a claim of one among ${BACKLOG}`);
      expect(pages).toBeLessThan(MOST_PAGES);
    }
  } finally {
    client.release();
    await pool.end();
  }
});
