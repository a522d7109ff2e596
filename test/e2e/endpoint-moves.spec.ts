import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, DeliveryStore, SecretCipher } from '#persistence';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let pool: Pool;
beforeAll(async () => {
  app = await ManagementClient.start();
  pool = createPool(app.database.url, { max: 4, name: 'test' });
});
afterAll(async () => {
  await pool.end();
  await app.stop();
});

const URL_A = 'http://127.0.0.1:9/hooks';

/** An endpoint of one organization with deliveries that wait for it, and another organization. */
async function waiting() {
  const [a, b] = [await app.directory(), await app.directory()];
  const { body } = await app.post('webhook_endpoints', { url: URL_A, organization_id: a.organizationId });
  const id: string = body.endpoint.id;
  for (const name of ['ada', 'bob', 'cyd']) await app.user(a, name);
  return { a, b, id };
}

const deliveries = async (id: string) =>
  (await app.get(`webhook_endpoints/${id}/deliveries?page_size=100`)).body.deliveries as {
    id: string;
    state: string;
  }[];

it.each(['organization', 'directory'])('what waits is canceled with the reason when the %s changes', async (what) => {
  const { b, id } = await waiting();
  const before = await deliveries(id);
  expect(before.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
  const edit =
    what === 'organization'
      ? { organization_id: b.organizationId }
      : { organization_id: b.organizationId, directory_id: b.directoryId };
  expect((await app.patch(`webhook_endpoints/${id}`, edit)).status).toBe(200);
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(['canceled', 'canceled', 'canceled']);
  const { body } = await app.get(`deliveries/${before[0]!.id}`);
  expect(JSON.stringify(body)).toContain('canceled: the endpoint was moved to another organization or directory');
});

it('what waits stays where the organization is given and is the same', async () => {
  const { a, id } = await waiting();
  await app.patch(`webhook_endpoints/${id}`, { organization_id: a.organizationId });
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
});

it('a delivery that a worker has claimed is over when its attempt fails after the move', async () => {
  const { b, id } = await waiting();
  const store = new DeliveryStore(pool, new SecretCipher(randomBytes(32)));
  const claim = await store.claim({ endpointId: id, lane: 0, limit: 2, leaseMs: 60_000 });
  const [claimed] = claim.deliveries;
  expect((await app.patch(`webhook_endpoints/${id}`, { organization_id: b.organizationId })).status).toBe(200);
  await store.record([
    {
      id: claimed!.id,
      token: claim.token,
      kind: 'failed',
      attempt: { at: new Date(), durationMs: 1, status: 500 },
      retryInMs: 0,
    },
  ]);
  expect(new Set((await deliveries(id)).map(({ state }) => state))).toEqual(new Set(['canceled']));
});

it('edits while workers claim leave nothing of the former organization', async () => {
  const { a, b, id } = await waiting();
  const store = new DeliveryStore(pool, new SecretCipher(randomBytes(32)));
  let over = false;
  const working = (async () => {
    while (!over) {
      const { token, deliveries: claimed } = await store.claim({ endpointId: id, lane: 0, limit: 2, leaseMs: 60_000 });
      const attempt = () => ({ at: new Date(), durationMs: 1, status: 410 });
      if (claimed.length > 0) {
        await store.record(
          claimed.map((one) => ({ id: one.id, token, kind: 'failed', attempt: attempt(), retryInMs: 0 })),
        );
      }
    }
  })();
  for (let n = 0; n < 10; n++) {
    const [from, to] = n % 2 === 0 ? [a, b] : [b, a];
    await Promise.all([
      app.user(from, `user-${n}`),
      app.patch(`webhook_endpoints/${id}`, { organization_id: to.organizationId }),
    ]);
    const left = async () =>
      (
        await pool.query(
          `SELECT FROM deliveries d JOIN events v ON v.id = d.event_id WHERE d.endpoint_id = $1 AND v.organization_id = $2
        AND d.state <> 'sending'`,
          [id, from.organizationId],
        )
      ).rows;
    // A request that was begun before the move is finished, and is over with it. A change that met the move is canceled by the next claim.
    await expect.poll(left, { timeout: 10_000 }).toHaveLength(0);
  }
  over = true;
  await working;
  const { rows: left } = await pool.query(
    `SELECT FROM deliveries d JOIN events v ON v.id = d.event_id WHERE d.endpoint_id = $1 AND v.organization_id = $2`,
    [id, b.organizationId],
  );
  expect(left).toHaveLength(0);
});

it('another origin gets no stored header, the same origin keeps them', async () => {
  const { body } = await app.post('webhook_endpoints', { url: URL_A, headers: { authorization: 'secret' } });
  const path = `webhook_endpoints/${body.endpoint.id}`;
  const stored = async () =>
    (
      await pool.query<{ sealed: Buffer | null }>(
        'SELECT headers_cipher AS sealed FROM webhook_endpoints WHERE id = $1',
        [body.endpoint.id],
      )
    ).rows[0]!.sealed;
  await app.patch(path, { url: 'http://127.0.0.1:9/other' });
  expect(await stored()).not.toBeNull();
  await app.patch(path, { url: 'http://127.0.0.1:10/other', headers: { authorization: '••••' } });
  expect(await stored()).toBeNull();
  await app.patch(path, { headers: { authorization: 'again' } });
  await app.patch(path, { url: URL_A });
  expect(await stored()).toBeNull();
});
