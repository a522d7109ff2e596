import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Pool } from 'pg';
import { createPool, DeliveryStore, Reencryption, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { seedSigningEndpoint } from '../support/seed-deliveries.js';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 2, name: 'test' });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

it('seals anew under the present key, so that the previous one can go', async () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  const before = await seedSigningEndpoint(pool, older, 'https://example.com/a', { headers: { 'x-team': 'a' } });
  const after = await seedSigningEndpoint(pool, newer, 'https://example.com/b');
  const lost = await seedSigningEndpoint(pool, randomBytes(32), 'https://example.com/c');
  const store = new DeliveryStore(pool, new SecretCipher(newer));
  await expect(store.endpoint(before.id)).rejects.toThrow('ROLLCALL_ENCRYPTION_KEY_PREVIOUS');

  expect(await new Reencryption(pool, new SecretCipher(newer)).run()).toBe(0);
  const both = new Reencryption(pool, new SecretCipher(newer, older));
  expect(await both.run()).toBe(2);
  expect(await both.run()).toBe(0);

  expect(await store.endpoint(before.id)).toMatchObject({ secrets: [before.secret], headers: { 'x-team': 'a' } });
  expect(await store.endpoint(after.id)).toMatchObject({ secrets: [after.secret] });
  // A secret that neither key opens stays as it is: the key of that secret may come back.
  await expect(store.endpoint(lost.id)).rejects.toThrow('ROLLCALL_ENCRYPTION_KEY_PREVIOUS');
});
