import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { seedPeople } from '../support/seed-people.js';
import { until } from '../support/until.js';
import { compare, Tenant } from './tenant.js';
import { Victim } from './victim.js';

const PEOPLE = 20_000;
const CREATES = 300;
/** Clients of the busy directory. */
const ABANDONING = 14;
const SENDING = 200;
/** Reads every user of the directory thirty times. */
const EXPENSIVE = Array.from({ length: 30 }, (_, n) => `title co "nobody${n}"`).join(' or ');
/** Other work of the machine comes between: much more than the twofold that docs/security.md speaks of, much less than a standstill. */
const MOST_TIMES_SLOWER = 15;

let victim: Victim;
let database: pg.Client;
let busy: Tenant;
let quiet: Tenant;
beforeAll(async () => {
  victim = await Victim.start();
  database = new pg.Client({ connectionString: victim.databaseUrl });
  await database.connect();
  busy = await Tenant.of(victim);
  quiet = await Tenant.of(victim);
  const pool = createPool(victim.databaseUrl, { max: 1, name: 'seed' });
  await seedPeople(pool, { directoryId: busy.directoryId } as Parameters<typeof seedPeople>[1], PEOPLE, 100);
  await pool.end();
  // Warm: the plans of each connection, and the compiled code.
  await Promise.all([busy.createInTurn(200), quiet.createInTurn(200)]);
});
afterAll(async () => {
  await database?.end();
  await victim.stop();
});

/** Statements of searches that the database runs now. */
async function searches(): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return rows[0]!.count;
}

/** While the attack runs: the most searches at once in the database, and every answer of the readiness check. */
async function watched(attack: () => Promise<void>): Promise<{ most: number; readiness: Set<number> }> {
  const seen = { most: 0, readiness: new Set<number>() };
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      seen.most = Math.max(seen.most, await searches());
      seen.readiness.add((await fetch(`${victim.url}/health/ready`)).status);
      await wait(20);
    }
  };
  const watching = watch();
  await attack().finally(() => (over = true));
  await watching;
  return seen;
}

it(`${ABANDONING} abandoned searches leave another tenant's creates alone`, async () => {
  const before = await quiet.createInTurn(CREATES);
  let over = false;
  const abandon = async (): Promise<void> => {
    while (!over) await busy.search(EXPENSIVE, AbortSignal.timeout(300)).catch(() => undefined);
  };
  const seen = await watched(async () => {
    const clients = Array.from({ length: ABANDONING }, abandon);
    await wait(500);
    const during = await quiet.createInTurn(CREATES);
    over = true;
    await Promise.all(clients);
    expect(new Set(during.statuses)).toEqual(new Set([201]));
    expect(compare('beside abandoned searches', before.times, during.times)).toBeLessThan(MOST_TIMES_SLOWER);
  });
  expect(seen.most).toBeGreaterThan(0);
  expect(seen.most).toBeLessThanOrEqual(2);
  expect([...seen.readiness]).toEqual([200]);
  // Nobody reads their answers: the database does not go on with them.
  await until(async () => expect(await searches()).toBe(0));
  // The next search has a place.
  expect((await busy.search('userName eq "person7@example.com"')).status).toBe(200);
  expect((await busy.search('displayName sw "Person 7777"')).status).toBe(200);
});

it('one tenant at full load leaves another its share', async () => {
  const before = await quiet.createInTurn(CREATES);
  let over = false;
  const refused = new Set<number>();
  const send = async (): Promise<void> => {
    while (!over) {
      const status = await busy.create();
      if (status !== 201) refused.add(status);
    }
  };
  const seen = await watched(async () => {
    const clients = Array.from({ length: SENDING }, send);
    await wait(500);
    const during = await quiet.createInTurn(CREATES);
    over = true;
    await Promise.all(clients);
    expect(new Set(during.statuses)).toEqual(new Set([201]));
    expect(compare(`beside ${SENDING} clients of one tenant`, before.times, during.times)).toBeLessThan(
      MOST_TIMES_SLOWER,
    );
  });
  expect([...seen.readiness]).toEqual([200]);
  // Its own limit of requests, if anything.
  expect([...refused].filter((status) => status !== 429)).toEqual([]);
});
