import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { seedPeople } from '../support/seed-people.js';
import { until } from '../support/until.js';
import { type Load, whileBusy } from './busy-clients.js';
import { type Compared, compare, Tenant } from './tenant.js';
import { Victim } from './victim.js';

const PEOPLE = 20_000;
/**
 * With ADVERSARY_FLOOR=1 the same load also meets an api of its own beside the quiet one: what the processors cost that all of them
 * share with the clients and PostgreSQL, which no api can change.
 */
const MEASURES_FLOOR = process.env['ADVERSARY_FLOOR'] === '1';
/** Creates of the quiet tenant, in turns without and beside the attack. The 99th percentile of few says little. */
const ROUNDS = MEASURES_FLOOR ? 6 : 3;
const CREATES_A_ROUND = MEASURES_FLOOR ? 150 : 60;
/** Reads every user of the directory thirty times. */
const EXPENSIVE = Array.from({ length: 30 }, (_, n) => `title co "nobody${n}"`).join(' or ');
const ABANDONED: Load = { clients: 14, filter: EXPENSIVE, patienceMs: 300 };
const FULL: Load = { clients: 100 };
/**
 * How much slower creates may be beside searches that nobody reads, as a multiple of how much slower the database has become for somebody
 * who asks it directly: what the processors cost is not the api's. Without a room of their own the searches take every connection,
 * and creates wait for seconds: 100 times and more.
 */
const MOST_TIMES_SLOWER = { p50: 4, p99: 6 };
/**
 * How many creates of the busy tenant may be done while the quiet one waits for one of its own: a number of turns, which is the same on
 * each machine. Without turns all 100 clients are in front.
 */
const MOST_IN_FRONT = { p50: 20, p99: 60 };

interface Attacked {
  victim: Victim;
  busy: Tenant;
}

let attacked: Attacked;
let unrelated: Attacked | undefined;
let quiet: Tenant;
let database: pg.Client;

async function attackable(): Promise<Attacked> {
  const victim = await Victim.start();
  const busy = await Tenant.of(victim);
  const pool = createPool(victim.databaseUrl, { max: 1, name: 'seed' });
  await seedPeople(pool, { directoryId: busy.directoryId } as Parameters<typeof seedPeople>[1], PEOPLE, 100);
  await pool.end();
  return { victim, busy };
}

beforeAll(async () => {
  attacked = await attackable();
  if (MEASURES_FLOOR) unrelated = await attackable();
  quiet = await Tenant.of(attacked.victim);
  database = new pg.Client({ connectionString: attacked.victim.databaseUrl });
  await database.connect();
  // Warm: the plans of each connection, and the compiled code.
  const tenants = [attacked.busy, quiet, ...(unrelated === undefined ? [] : [unrelated.busy])];
  await Promise.all(tenants.map((tenant) => tenant.createInTurn(200)));
}, 240_000);
afterAll(async () => {
  await database?.end();
  await unrelated?.victim.stop();
  await attacked?.victim.stop();
});

/** Statements of searches that the database is at: each by its process and the time of its begin. */
async function statements(): Promise<Set<string>> {
  const { rows } = await database.query<{ statement: string }>(
    `SELECT pid || ' since ' || query_start AS statement FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return new Set(rows.map(({ statement }) => statement));
}

/**
 * Statements of searches that the database runs at once. PostgreSQL looks at one process after the other, so that one look may see a
 * statement and the next one in its place; what two looks see ran all the time between them.
 */
async function searches(): Promise<number> {
  const before = await statements();
  const after = await statements();
  return [...after].filter((statement) => before.has(statement)).length;
}

/** @returns the milliseconds of a statement that has nothing to do with the api */
async function askDirectly(): Promise<number> {
  const asked = performance.now();
  await database.query('SELECT count(*) FROM generate_series(1, 20000)');
  return performance.now() - asked;
}

interface Seen {
  /** The most searches at once in the database. */
  mostSearches: number;
  /** Every answer of the readiness check. */
  readiness: Set<number>;
  /** What the clients of the busy tenant were answered. */
  busy: Set<number>;
  /** What the quiet tenant was. */
  quiet: Set<number>;
  creates: Compared;
  /** A statement of about as much work, straight to the database. */
  database: Compared;
  /** Creates of the busy tenant, a second. */
  perSecond: number;
}

/** Creates of the quiet tenant, in turns by itself and beside clients of the busy one. */
async function beside(what: string, load: Load, { victim, busy }: Attacked): Promise<Seen> {
  const seen = { mostSearches: 0, readiness: new Set<number>(), busy: new Set<number>(), quiet: new Set<number>() };
  const times = { before: [] as number[], beside: [] as number[] };
  const direct = { before: [] as number[], beside: [] as number[] };
  const rates: number[] = [];
  let over = false;
  const look = async (): Promise<void> => {
    while (!over) {
      seen.mostSearches = Math.max(seen.mostSearches, await searches());
      const answer = await fetch(`${victim.url}/health/ready`);
      await answer.arrayBuffer();
      seen.readiness.add(answer.status);
      await wait(50);
    }
  };
  const measure = async (phase: 'before' | 'beside'): Promise<void> => {
    const made = await quiet.createInTurn(CREATES_A_ROUND);
    times[phase].push(...made.times);
    for (let n = 0; n < CREATES_A_ROUND; n++) direct[phase].push(await askDirectly());
    for (const status of made.statuses) seen.quiet.add(status);
  };
  const looking = look();
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await measure('before');
      const { statuses, perSecond } = await whileBusy(busy, load, async () => {
        await wait(300);
        await measure('beside');
      });
      rates.push(perSecond);
      for (const status of statuses) seen.busy.add(status);
    }
    if (load.filter === undefined) console.log(`${what}: ${rates.map(Math.round).join(', ')} creates a second`);
  } finally {
    over = true;
    await looking;
  }
  return {
    ...seen,
    creates: compare(what, times.before, times.beside),
    database: compare(`${what}, the database itself`, direct.before, direct.beside),
    perSecond: rates.reduce((sum, rate) => sum + rate, 0) / rates.length,
  };
}

it(`${ABANDONED.clients} abandoned searches leave another tenant's creates alone`, async () => {
  if (unrelated !== undefined) await beside('abandoned searches elsewhere', ABANDONED, unrelated);
  const seen = await beside('beside abandoned searches', ABANDONED, attacked);
  expect(seen.quiet).toEqual(new Set([201]));
  expect(seen.mostSearches).toBeGreaterThan(0);
  expect(seen.mostSearches).toBeLessThanOrEqual(2);
  expect(seen.readiness).toEqual(new Set([200]));
  for (const at of ['p50', 'p99'] as const) {
    const machine = Math.max(seen.database.slower[at], 1);
    expect(seen.creates.slower[at] / machine, at).toBeLessThan(MOST_TIMES_SLOWER[at]);
  }
  // Nobody reads their answers: the database does not go on with them.
  await until(async () => expect((await statements()).size).toBe(0));
  // The next search has a place.
  expect((await attacked.busy.search('userName eq "person7@example.com"')).status).toBe(200);
  expect((await attacked.busy.search('displayName sw "Person 7777"')).status).toBe(200);
}, 300_000);

it('one tenant at full load leaves another its share', async () => {
  if (unrelated !== undefined) await beside(`${FULL.clients} clients elsewhere`, FULL, unrelated);
  const seen = await beside(`beside ${FULL.clients} clients of one tenant`, FULL, attacked);
  expect(seen.quiet).toEqual(new Set([201]));
  expect(seen.readiness).toEqual(new Set([200]));
  // Its own limit of requests, if anything.
  expect([...seen.busy].filter((status) => ![201, 429].includes(status))).toEqual([]);
  for (const at of ['p50', 'p99'] as const) {
    const inFront = (seen.creates.beside[at] / 1_000) * seen.perSecond;
    console.log(`${at}: ${inFront.toFixed(1)} creates in front`);
    expect(inFront, at).toBeLessThan(MOST_IN_FRONT[at]);
  }
}, 300_000);
