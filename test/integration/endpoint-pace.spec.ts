import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#directory';
import { createPool, DeliveryStore, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedSigningEndpoint } from '../support/seed-deliveries.js';

const KEY = randomBytes(32);
const SPACING_MS = 1_000;

let database: TestDatabase;
let pools: Pool[];
beforeAll(async () => {
  database = await createDatabase();
  pools = [1, 2].map((n) => createPool(database.url, { max: 3, name: `worker ${n}` }));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

it('gives each place of an endpoint to one worker', async () => {
  const { id } = await seedSigningEndpoint(pools[0]!, KEY, 'https://example.com/', { rateLimit: 1 });
  const stores = pools.map((pool) => new DeliveryStore(pool, new SecretCipher(KEY)));
  expect(await stores[0]!.reserve(id, SPACING_MS, 2)).toBeLessThan(1);
  const begun = performance.now();
  const waits = await Promise.all(Array.from({ length: 10 }, (_, n) => stores[n % 2]!.reserve(id, SPACING_MS, 2)));
  const took = performance.now() - begun;
  for (const [index, wait] of waits.toSorted((a, b) => a - b).entries()) {
    expect(wait).toBeLessThanOrEqual(2 * SPACING_MS * (index + 1));
    expect(wait).toBeGreaterThan(2 * SPACING_MS * (index + 1) - took - 100);
  }
});

it('lets nothing of an endpoint that is gone wait, and forgets it', async () => {
  const store = new DeliveryStore(pools[0]!, new SecretCipher(KEY));
  expect(await store.reserve(newId('ep'), SPACING_MS, 1)).toBe(0);
  const { id } = await seedSigningEndpoint(pools[0]!, KEY, 'https://example.com/', { rateLimit: 1 });
  await store.reserve(id, SPACING_MS, 1);
  await pools[0]!.query('DELETE FROM webhook_endpoints WHERE id = $1', [id]);
  const { rowCount } = await pools[0]!.query('SELECT FROM endpoint_pace WHERE endpoint_id = $1', [id]);
  expect(rowCount).toBe(0);
});
