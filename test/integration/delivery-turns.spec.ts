import { randomBytes } from 'node:crypto';
import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { type ClaimCursor, createPool, DeliveryStore, LANE_START, SecretCipher } from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
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

/** Rows of as many users of one organization, due since then. */
async function backlog(
  organizationId: string,
  size: number,
  dueAgo = '1 minute',
  user = (n: string) => `u' || ${n} || '`,
) {
  await pool.query(
    `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, next_attempt_at)
     SELECT 'dlv_' || $2 || '_' || n, 'evt_' || n, $1, $2, '${user('n')}' || $2, 'organization.directory.user_created', 0, false,
       now() - $3::interval
     FROM generate_series(1, $4::int) n`,
    [endpointId, organizationId, dueAgo, size],
  );
}

const claim = (limit: number, from?: ClaimCursor) =>
  store.claim({ endpointId, lane: 0, limit, leaseMs: 60_000, ...(from && { from }) });

/** As a drain does: to the end of what is due. */
async function drain(limit: number): Promise<string[][]> {
  const claims: string[][] = [];
  for (let from: ClaimCursor | undefined = LANE_START; from !== undefined;) {
    const { deliveries, next } = await claim(limit, from);
    if (deliveries.length > 0) claims.push(deliveries.map(({ id }) => id));
    from = next;
  }
  return claims;
}

describe('organizations take turns at an endpoint', () => {
  it('an organization with one waiting delivery does not wait behind one with thousands', async () => {
    await backlog('org_big', 3_000);
    const [small] = [
      await seedDelivery(pool, endpointId, newId('diruser'), 'user_created', { organizationId: 'org_small' }),
    ];
    const { deliveries } = await claim(32);
    expect(deliveries).toHaveLength(17);
    expect(deliveries.slice(0, 2).map(({ id }) => id)).toContain(small.id);
  });

  it('each delivery is claimed once, however many organizations there are', async () => {
    for (const [n, size] of [40, 1, 7, 300, 25].entries()) await backlog(`org_${n}`, size);
    const ids = (await drain(50)).flat();
    expect(ids).toHaveLength(373);
    expect(new Set(ids).size).toBe(373);
  });

  it('all are served where there are more organizations than one claim takes', async () => {
    await pool.query(
      `INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update)
       SELECT 'dlv_' || n, 'evt_' || n, $1, 'org_' || n % 700, 'u' || n, 'organization.directory.user_created', 0, false
       FROM generate_series(1, 1400) n`,
      [endpointId],
    );
    const ids = (await drain(200)).flat();
    expect(new Set(ids).size).toBe(1_400);
  });

  it('each organization is served in time where a claim has fewer places than organizations', async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) await backlog(`org_${n}`, 500);
    const served = new Set<string>();
    // The chance that one of six is left out of 100 claims of two is 6 · (2/3)^100.
    for (let n = 0; n < 100; n++) {
      const { deliveries } = await claim(2);
      expect(deliveries).toHaveLength(2);
      for (const { id } of deliveries) served.add(id.split('_')[2]!);
    }
    expect([...served].sort()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('blocked deliveries of an organization hide neither its later ones nor those of others', async () => {
    const blocker = await seedDelivery(pool, endpointId, 'u_stuckorg_a', 'user_created', { organizationId: 'org_a' });
    const first = await claim(1);
    expect(first.deliveries.map(({ id }) => id)).toEqual([blocker.id]);
    await backlog('org_a', 5_000, '1 minute', () => 'u_stuck');
    await pool.query(`UPDATE deliveries SET resource_id = 'u_stuckorg_a' WHERE id LIKE 'dlv_org_a_%'`);
    const behind = await seedDelivery(pool, endpointId, newId('diruser'), 'user_created', { organizationId: 'org_a' });
    const other = await seedDelivery(pool, endpointId, newId('diruser'), 'user_created', { organizationId: 'org_b' });
    const claims = await drain(50);
    expect(claims[0]).toEqual([other.id]);
    expect(claims.flat().sort()).toEqual([behind.id, other.id].sort());
  });
});
