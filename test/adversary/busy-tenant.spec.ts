import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { seedPeople } from '../support/seed-people.js';
import { until } from '../support/until.js';
import { compare, Tenant } from './tenant.js';
import { Victim } from './victim.js';

const PEOPLE = 20_000;
const CREATES = 150;
/** Clients of the busy directory. */
const ABANDONING = 14;
const SENDING = 100;
/** Reads every user of the directory thirty times. */
const EXPENSIVE = Array.from({ length: 30 }, (_, n) => `title co "nobody${n}"`).join(' or ');
/** Of the median, as other work of the machine comes between: far from a standstill. */
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

interface Seen {
  /** The most searches at once in the database. */
  most: number;
  /** Every answer of the readiness check. */
  readiness: Set<number>;
  quiet: Awaited<ReturnType<Tenant['createInTurn']>>;
}

/** Creates of the quiet tenant while so many clients of the busy one repeat the attack. */
async function beside(clients: number, attack: () => Promise<void>): Promise<Seen> {
  const seen = { most: 0, readiness: new Set<number>() };
  let over = false;
  const repeat = async (work: () => Promise<void>): Promise<void> => {
    while (!over) await work();
  };
  const look = async (): Promise<void> => {
    seen.most = Math.max(seen.most, await searches());
    const answer = await fetch(`${victim.url}/health/ready`);
    await answer.arrayBuffer();
    seen.readiness.add(answer.status);
    await wait(50);
  };
  const all = [repeat(look), ...Array.from({ length: clients }, () => repeat(attack))];
  try {
    await wait(500);
    const made = await quiet.createInTurn(CREATES);
    return Object.assign(seen, { quiet: made });
  } finally {
    over = true;
    await Promise.all(all);
  }
}

it(`${ABANDONING} abandoned searches leave another tenant's creates alone`, async () => {
  const before = await quiet.createInTurn(CREATES);
  const seen = await beside(ABANDONING, async () => {
    await busy.search(EXPENSIVE, AbortSignal.timeout(300)).catch(() => undefined);
  });
  const slower = compare('beside abandoned searches', before.times, seen.quiet.times);
  expect(new Set(seen.quiet.statuses)).toEqual(new Set([201]));
  expect(seen.most).toBeGreaterThan(0);
  expect(seen.most).toBeLessThanOrEqual(2);
  expect([...seen.readiness]).toEqual([200]);
  expect(slower).toBeLessThan(MOST_TIMES_SLOWER);
  // Nobody reads their answers: the database does not go on with them.
  await until(async () => expect(await searches()).toBe(0));
  // The next search has a place.
  expect((await busy.search('userName eq "person7@example.com"')).status).toBe(200);
  expect((await busy.search('displayName sw "Person 7777"')).status).toBe(200);
});

it('one tenant at full load leaves another its share', async () => {
  const before = await quiet.createInTurn(CREATES);
  const statuses = new Set<number>();
  const seen = await beside(SENDING, async () => void statuses.add(await busy.create()));
  const slower = compare(`beside ${SENDING} clients of one tenant`, before.times, seen.quiet.times);
  expect(new Set(seen.quiet.statuses)).toEqual(new Set([201]));
  expect([...seen.readiness]).toEqual([200]);
  // Its own limit of requests, if anything.
  expect([...statuses].filter((status) => ![201, 429].includes(status))).toEqual([]);
  expect(slower).toBeLessThan(MOST_TIMES_SLOWER);
});
