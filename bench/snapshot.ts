/**
 * `npm run bench:snapshot`: how fast a whole directory is read, and in how much memory, and how long its lists take. BENCH_USERS (1000000)
 * people, each a member of two of 1,000 groups, written straight into the tables of a database that is thrown away.
 */
import './help.js';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from '../apps/rollcall/src/postgres/embedded-server.js';
import { Broker, type Directory } from './broker.js';
import { percentile } from './measure.js';

const USERS = Number(process.env['BENCH_USERS'] ?? 1_000_000);
const GROUPS = 1_000;
const SEEDED_AT_ONCE = 50_000;

const progress = (text: string) => process.stderr.write(`  ${text}\n`);

const SEED_USERS = `
  INSERT INTO users (id, directory_id, user_name, user_name_key, external_id, email_keys, active, announced, resource, profile, version, updated_at)
  SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, address, address, 'ext-' || n, ARRAY[address], n % 20 <> 0, n % 20 <> 0,
    jsonb_build_object('userName', address, 'externalId', 'ext-' || n, 'active', n % 20 <> 0, 'displayName', 'Bench Person ' || n,
      'name', jsonb_build_object('givenName', 'Bench', 'familyName', 'Person ' || n), 'title', 'Engineer',
      'emails', jsonb_build_array(jsonb_build_object('primary', true, 'type', 'work', 'value', address)),
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', jsonb_build_object('department', 'Dept ' || n % 100)),
    jsonb_build_object('email', address, 'emails', jsonb_build_array(address), 'preferred_username', address,
      'name', 'Bench Person ' || n, 'given_name', 'Bench', 'family_name', 'Person ' || n, 'nickname', NULL, 'title', 'Engineer',
      'department', 'Dept ' || n % 100, 'division', NULL, 'organization', NULL, 'cost_center', NULL, 'employee_id', NULL,
      'user_type', NULL, 'manager', NULL, 'phone_number', NULL, 'address', NULL, 'locale', NULL, 'language', NULL,
      'zoneinfo', NULL, 'picture', NULL, 'profile', NULL, 'custom_attributes', '{}'::jsonb), 3,
    timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s'
  FROM (SELECT n, 'user' || n || '@example.com' AS address FROM generate_series($2::int, $3::int) AS n) one`;

const SEED_CHANGES = `
  INSERT INTO user_changes (directory_id, updated_at, user_id)
  SELECT $1, timestamptz '2026-01-01T00:00:00Z' + n * interval '1 s', 'diruser_' || lpad(n::text, 26, '0')
  FROM generate_series($2::int, $3::int) AS n`;

const SEED_MEMBERS = `
  INSERT INTO group_members (directory_id, group_id, user_id)
  SELECT $1, 'dirgroup_' || lpad(((n + k) % ${GROUPS})::text, 26, '0'), 'diruser_' || lpad(n::text, 26, '0')
  FROM generate_series($2::int, $3::int) AS n, (VALUES (0), (7)) AS ks (k)`;

async function seed(url: string, directory: Directory): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // Indexes are built faster afterwards; the checks of rows that are right take time as well.
  const { rows: indexes } = await client.query<{ definition: string }>(
    `SELECT pg_get_indexdef(i) AS definition FROM unnest(ARRAY['users_emails', 'users_user_name', 'users_external_id']::regclass[]) AS i`,
  );
  await client.query(`DROP INDEX users_emails, users_user_name, users_external_id;
    SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '512MB'`);
  await client.query(
    `INSERT INTO groups (id, directory_id, display_name, display_name_key, resource, version)
     SELECT 'dirgroup_' || lpad(n::text, 26, '0'), $1, 'Group ' || n, 'group ' || n, jsonb_build_object('displayName', 'Group ' || n), 1
     FROM generate_series(0, ${GROUPS - 1}) AS n`,
    [directory.id],
  );
  for (let from = 1; from <= USERS; from += SEEDED_AT_ONCE) {
    const to = Math.min(from + SEEDED_AT_ONCE - 1, USERS);
    await client.query(SEED_USERS, [directory.id, from, to]);
    await client.query(SEED_CHANGES, [directory.id, from, to]);
    await client.query(SEED_MEMBERS, [directory.id, from, to]);
    progress(`${to} of ${USERS} users are in the tables`);
  }
  for (const { definition } of indexes) await client.query(definition);
  await client.query(
    `UPDATE directory_counters SET users = $2::bigint, user_records = $2::bigint, groups = ${GROUPS} WHERE directory_id = $1`,
    [directory.id, USERS],
  );
  await client.query('VACUUM ANALYZE users');
  await client.query('VACUUM ANALYZE user_changes');
  await client.query('VACUUM ANALYZE group_members');
  await client.end();
}

/** Resident bytes of the largest of our broker's processes, by Linux' word; NaN elsewhere. */
function memory(): number {
  if (process.platform !== 'linux') return NaN;
  const sizes = readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(KEY)) return [];
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
    } catch {
      // It has ended, or is somebody else's.
      return [];
    }
  });
  return Math.max(...sizes);
}

interface Figures {
  users: number;
  seconds: number;
  bytes: number;
  before: number;
  peak: number;
}

async function measure(broker: Broker, directory: Directory): Promise<Figures> {
  const before = memory();
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memory())), 100);
  let bytes = 0;
  let tail = '';
  const start = performance.now();
  await broker.readSnapshot(directory, (chunk) => {
    bytes += chunk.length;
    tail = (tail + chunk.subarray(-200).toString()).slice(-200);
  });
  const seconds = (performance.now() - start) / 1_000;
  clearInterval(watch);
  const { users } = JSON.parse(tail.trimEnd().split('\n').at(-1)!) as { users: number };
  if (users !== USERS) throw new Error(`${users} users came, not ${USERS}`);
  return { users, seconds, bytes, before, peak };
}

/** What somebody may ask of a large directory, and how long the answer may take. */
async function measureLists(broker: Broker, directory: Directory): Promise<void> {
  const path = `/organizations/${directory.organizationId}/directories/${directory.id}/users`;
  const someone = () => 1 + Math.floor(Math.random() * USERS);
  const after = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
  const rest = (query: string) => broker.rest('GET', `${path}?${query}`);
  const scim = (query: string) => directory.scim('GET', `/Users?${query}`);
  const figures: [what: string, target: string, ask: () => Promise<unknown>][] = [
    ['REST `email=`', '≤ 10 ms', () => rest(`email=USER${someone()}@example.com`)],
    ['REST `external_id=`', '–', () => rest(`external_id=ext-${someone()}`)],
    [
      'REST `directory_group_id=`',
      '≤ 40 ms',
      () => rest(`directory_group_id=dirgroup_${String(someone() % GROUPS).padStart(26, '0')}`),
    ],
    ['REST `updated_after=`, the last 1,000', '≤ 40 ms', () => rest(`updated_after=${after(USERS - 1_000)}`)],
    ['REST `updated_after=`, the last half', '–', () => rest(`updated_after=${after(USERS / 2)}`)],
    ['REST `updated_after=`, all', '≤ 40 ms', () => rest(`updated_after=${after(0)}`)],
    ['REST `active=false`', '–', () => rest('active=false')],
    [
      'SCIM `userName eq`',
      '–',
      () => scim(`filter=${encodeURIComponent(`userName eq "user${someone()}@example.com"`)}`),
    ],
    ['SCIM list of 100, first page', '–', () => scim('startIndex=1&count=100')],
    ['SCIM list of 100, in the middle', '–', () => scim(`startIndex=${USERS / 2}&count=100`)],
    ['SCIM list of 100, last page', '≤ 100 ms', () => scim(`startIndex=${USERS - 99}&count=100`)],
    ['SCIM list of 100 by userName, first page', '–', () => scim('startIndex=1&count=100&sortBy=userName')],
  ];
  for (const [what, target, ask] of figures) {
    const times: number[] = [];
    for (let n = 0; n < 30; n++) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    console.log(
      `| ${what}, p50 / p99 | ${percentile(times, 50).toFixed(1)} / ${percentile(times, 99).toFixed(1)} ms | ${target} |`,
    );
  }
}

const KEY = randomBytes(32).toString('base64');
const MiB = 1_048_576;

const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
chmodSync(data, 0o755);
const settings = { shared_buffers: '256MB', max_wal_size: '4GB' };
const database = await startEmbeddedServer({ directory: data, password: 'bench', settings });
try {
  const broker = await Broker.start({ DATABASE_URL: database.url, ROLLCALL_ENCRYPTION_KEY: KEY, ROLLCALL_ROLE: 'api' });
  try {
    const directory = await broker.createDirectory();
    await seed(database.url, directory);
    console.log(`${USERS} users, each in two of ${GROUPS} groups\n`);
    console.log('| figure | here | target |\n| --- | --- | --- |');
    await measureLists(broker, directory);
    const runs: Figures[] = [];
    for (let run = 1; run <= 3; run++) {
      progress(`snapshot ${run} of 3`);
      runs.push(await measure(broker, directory));
    }
    runs.sort((a, b) => a.seconds - b.seconds);
    const { seconds, bytes, before } = runs[1]!;
    const peak = Math.max(...runs.map((run) => run.peak));
    console.log(`| snapshot of ${USERS} users, median of 3 | ${Math.round(USERS / seconds)} users/s | ≥ 40,000/s |`);
    console.log(`| of them | ${(bytes / MiB / seconds).toFixed(0)} MiB/s, ${seconds.toFixed(1)} s | – |`);
    console.log(
      `| memory of the api, before / at most | ${Math.round(before / MiB)} / ${Math.round(peak / MiB)} MiB | < 200 MB |`,
    );
  } finally {
    await broker.stop();
  }
} finally {
  await database.stop();
  rmSync(data, { recursive: true, force: true });
}
