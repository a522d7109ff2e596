import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Attack, whileAttacked } from './attackers.js';
import { GROUP_OF_MEMBERS, seedMembers } from './large-group.js';
import { LoopProbe } from './loop-probe.js';
import { compare, Tenant } from './tenant.js';
import { Victim } from './victim.js';

/** Creates of the quiet tenant, in turns without and beside each attack. The checks do not run this suite: it prints what docs/attacks.md has. */
const ROUNDS = 3;
const CREATES_A_ROUND = 60;

const probe = new LoopProbe();
let victim: Victim;
let busy: Tenant;
let quiet: Tenant;
let database: pg.Client;
let directoryPath: string;

beforeAll(async () => {
  victim = await Victim.start(probe.environment);
  [busy, quiet] = [await Tenant.of(victim), await Tenant.of(victim)];
  database = new pg.Client({ connectionString: victim.databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ path: string }>(
    `SELECT 'organizations/' || organization_id || '/directories/' || id AS path FROM directories WHERE id = $1`,
    [busy.directoryId],
  );
  directoryPath = rows[0]!.path;
  await seedMembers(victim.databaseUrl, busy.directoryId, { users: 20_000, references: 0 });
  await quiet.createInTurn(200);
}, 240_000);
afterAll(async () => {
  await database?.end();
  await victim?.stop();
  probe.close();
});

const json = { authorization: '', 'content-type': 'application/json' };
const asAdministrator = () => ({ ...json, authorization: `Bearer ${victim.apiKey}` });
/** As long as a filter of a rule may be. */
const terms = (n: number) =>
  Array.from({ length: 30 }, (_, i) => `title co "${`zq${n}x${i}`.padEnd(115, 'y')}"`).join(' or ');

/** As many as an earlier version let a customer make: what is beyond the limit stays. */
async function secrets(count: number): Promise<void> {
  await database.query(
    `INSERT INTO directory_secrets SELECT (jsonb_populate_record(s, jsonb_build_object('id', 'sec_' || upper(left(md5(random()::text || n), 26)),
        'hash', concat('\\x', md5(random()::text || n), md5(random()::text || n))))).*
      FROM directory_secrets s, generate_series(1, $2::int) n WHERE s.directory_id = $1`,
    [busy.directoryId, count],
  );
}

const wrongSecrets = (): Attack => ({
  clients: 50,
  requests: Array.from({ length: 1_000 }, (_, n) => ({
    method: 'GET',
    path: `/directory/${busy.directoryId}/scim/v2/Users?count=0`,
    headers: { authorization: `Bearer wrong-${n}` },
  })),
});
const api = (method: string, path: string, body: object): Attack['requests'][number] => ({
  method,
  path: `/api/v1/${path}`,
  headers: asAdministrator(),
  body: JSON.stringify(body),
});

const ATTACKS: [what: string, make: () => Attack | Promise<Attack>][] = [
  [
    'wrong secrets of a directory with 20 secrets, by 50 clients',
    async () => {
      await secrets(19);
      return wrongSecrets();
    },
  ],
  [
    'wrong secrets of a directory with 2,000 secrets from before the limit, by 50 clients',
    async () => {
      await secrets(99);
      return wrongSecrets();
    },
  ],
  [
    'reads of a group of 20,000 members, by 4 clients',
    () => ({
      clients: 4,
      requests: [
        {
          method: 'GET',
          path: `/directory/${busy.directoryId}/scim/v2/Groups/${GROUP_OF_MEMBERS}`,
          headers: { authorization: `Bearer ${busy.secret}` },
        },
      ],
    }),
  ],
  ['GET /metrics, by 8 clients', () => ({ clients: 8, requests: [{ method: 'GET', path: '/metrics' }] })],
  ['GET /health/ready, by 8 clients', () => ({ clients: 8, requests: [{ method: 'GET', path: '/health/ready' }] })],
  [
    'PUT of group rules with 990 terms of 115 characters, by 4 clients',
    () => {
      const rules = (from: number) =>
        Array.from({ length: 33 }, (_, n) => ({ name: `rule${n}`, group: `group${n}`, filter: terms(from + n) }));
      const put = (from: number) => api('PUT', `${directoryPath}/group_rules`, { rules: rules(from) });
      return { clients: 4, requests: [put(0), put(100)] };
    },
  ],
  [
    'PUT of a mapping with 100 fields of 10 transforms, by 4 clients',
    () => {
      const attributes = (map_to: string) =>
        Array.from({ length: 100 }, (_, n) => ({
          key: `custom_attributes.c${n}`,
          map_to,
          transforms: Array(10).fill('title_case'),
        }));
      const put = (map_to: string) => api('PUT', `${directoryPath}/attributes`, { attributes: attributes(map_to) });
      return { clients: 4, requests: [put('title'), put('nickName')] };
    },
  ],
  [
    'PUT of a mapping of 1 MiB that is refused, by 4 clients',
    () => {
      const attributes = Array.from({ length: 9_000 }, (_, n) => ({
        key: `custom_attributes.c${n}`,
        map_to: 'title',
        transforms: ['lower_case', 'trim'],
      }));
      return { clients: 4, requests: [api('PUT', `${directoryPath}/attributes`, { attributes })] };
    },
  ],
];

it.each(ATTACKS)('%s', { timeout: 300_000 }, async (what, make) => {
  const attack = await make();
  const times = { quiet: [] as number[], beside: [] as number[] };
  const statuses = new Set<number>();
  let longestMs = 0;
  let attacked = { statuses: {}, perSecond: 0 };
  const measure = async (phase: keyof typeof times): Promise<void> => {
    const made = await quiet.createInTurn(CREATES_A_ROUND);
    times[phase].push(...made.times);
    for (const status of made.statuses) statuses.add(status);
  };
  for (let round = 0; round < ROUNDS; round++) {
    await measure('quiet');
    attacked = await whileAttacked(victim.url, attack, async () => {
      await wait(300);
      await probe.longestTurnMs(victim.pid);
      await measure('beside');
      longestMs = Math.max(longestMs, await probe.longestTurnMs(victim.pid));
    });
  }
  compare(what, times.quiet, times.beside);
  console.log(
    `longest turn ${longestMs.toFixed(1)} ms; ${Math.round(attacked.perSecond)} a second: ${JSON.stringify(attacked.statuses)}`,
  );
  expect(statuses).toEqual(new Set([201]));
  expect((await fetch(`${victim.url}/health/live`)).status).toBe(200);
});
