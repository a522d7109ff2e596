/**
 * `npm run bench:sync`: the first sync of a large directory from an emulated source, and one that finds nothing changed.
 * BENCH_USERS (50000) people, BENCH_SOURCE (google, or workday), BENCH_HEAP (none) caps the heap of
 * the worker in MiB. The source runs in this process: load, broker and PostgreSQL share the machine. JSON at the end.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningDatabase } from '../apps/rollcall/src/running-database.js';
import { GoogleEmulator } from '../test/emulators/google/google-emulator.js';
import { googleUser } from '../test/emulators/google/google-records.js';
import { WorkdayEmulator, workdayRow } from '../test/emulators/workday/workday-emulator.js';
import { Broker } from './broker.js';

const USERS = Number(process.env['BENCH_USERS'] ?? 50_000);
const SOURCE = process.env['BENCH_SOURCE'] ?? 'google';
const HEAP = process.env['BENCH_HEAP'];
const GROUPS = 100;

interface Sync {
  id: string;
  state: string;
  started_at: string;
  finished_at: string | null;
  progress: { phase: string; seen: number };
  created: number;
  unchanged: number;
  memberships_added: number;
  error: unknown;
}

const progress = (text: string) => process.stderr.write(`  ${text}\n`);
const name = (at: number) => String(at).padStart(7, '0');

async function source() {
  if (SOURCE === 'workday') {
    const workday = await new WorkdayEmulator().listen();
    workday.rows.generate(USERS, (at) =>
      workdayRow(`w${name(at)}`, ['Person', name(at)], { Cost_Center_Name: `Center ${at % GROUPS}` }),
    );
    const settings = { ...workday.settings, groups_from: ['department'] };
    return { provider: 'WORKDAY', settings, secrets: workday.secrets, close: () => workday.close() };
  }
  const google = await new GoogleEmulator().listen();
  const person = (at: number) => googleUser(`g${name(at)}`, `person${name(at)}@acme.com`, ['Person', name(at)]);
  google.users.generate(USERS, person, (id) => Number(id.slice(1)));
  for (let group = 0; group < GROUPS; group += 1) {
    const members = Array.from({ length: Math.ceil(USERS / GROUPS / 5) }, (_, at) => ({
      id: `g${name((group + at * GROUPS) % USERS)}`,
      role: 'MEMBER' as const,
      type: 'USER' as const,
    }));
    google.groups.put({ id: `group${group}`, email: `group${group}@acme.com`, name: `Group ${group}`, members });
  }
  return {
    provider: 'GOOGLE',
    settings: google.settings,
    secrets: google.secrets,
    close: () => google.close(),
  };
}

const PART = new URL('../apps/rollcall/src/part-process.js', import.meta.url).pathname;
/** As the launcher starts a worker; with a cap also the room for what is young counts. */
const HEAP_OPTIONS =
  HEAP === undefined ? ['--max-semi-space-size=64'] : [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=8'];

/** The most memory that a process has had, in MiB; null where there is no /proc. */
function mostMemory({ pid }: ChildProcess): number | null {
  if (!existsSync(`/proc/${pid}/status`)) return null;
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
}

const { provider, settings, secrets, close } = await source();
const SOURCES = { ROLLCALL_ALLOW_PRIVATE_SOURCES: '127.0.0.0/8' };
const broker = await Broker.start({ ...SOURCES, ROLLCALL_ROLE: 'api' });
const { url, encryptionKey } = runningDatabase(broker.dataDir)!;
// `node --cpu-prof dist/bench/pulled-sync.js` profiles the worker as well.
const worker = spawn(process.execPath, [...process.execArgv, ...HEAP_OPTIONS, PART, 'worker'], {
  env: {
    ...process.env,
    ...SOURCES,
    DATABASE_URL: url,
    ROLLCALL_ENCRYPTION_KEY: encryptionKey,
    ROLLCALL_ROLE: 'worker',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});

async function sync(path: string): Promise<{ sync: Sync; seconds: number; phases: Record<string, number> }> {
  const phases: Record<string, number> = {};
  let { sync } = await broker.rest<{ sync: Sync }>('POST', `${path}:sync`, {});
  let last = performance.now();
  while (sync.state === 'queued' || sync.state === 'running') {
    const { phase } = sync.progress;
    await sleep(100);
    if (worker.exitCode !== null || worker.signalCode !== null) throw new Error('the worker has ended');
    ({ sync } = await broker.rest<{ sync: Sync }>('GET', `${path}/syncs/${sync.id}`));
    // Not while the worker is still starting.
    if (sync.state !== 'queued') phases[phase] = (phases[phase] ?? 0) + (performance.now() - last) / 1_000;
    last = performance.now();
  }
  if (sync.state !== 'succeeded') throw new Error(`the sync is ${sync.state}: ${JSON.stringify(sync.error)}`);
  const rounded = Object.fromEntries(Object.entries(phases).map(([phase, s]) => [phase, Number(s.toFixed(1))]));
  const seconds = (Date.parse(sync.finished_at!) - Date.parse(sync.started_at)) / 1_000;
  return { sync, seconds: Number(seconds.toFixed(1)), phases: rounded };
}

try {
  const { organization } = await broker.rest<{ organization: { id: string } }>('POST', '/organizations', {
    display_name: 'Bench',
  });
  const base = `/organizations/${organization.id}/directories`;
  const { directory } = await broker.rest<{ directory: { id: string } }>('POST', base, {
    directory_type: 'POLL',
    directory_provider: provider,
  });
  const path = `${base}/${directory.id}`;
  await broker.rest('PUT', `${path}/connection`, { settings, secrets, schedule: 'off' });
  const before = mostMemory(worker);
  progress(`${provider}: the first sync of ${USERS} users`);
  const first = await sync(path);
  progress('the second, of which nothing has changed');
  const second = await sync(path);
  const report = {
    source: provider,
    users: USERS,
    heap_cap_mib: HEAP ?? null,
    first_sync_seconds: first.seconds,
    first_phases: first.phases,
    created: first.sync.created,
    memberships: first.sync.memberships_added,
    per_second: Math.round(USERS / first.seconds),
    target: '50,000 within 60 s',
    unchanged_sync_seconds: second.seconds,
    unchanged_phases: second.phases,
    unchanged: second.sync.unchanged,
    worker_memory_mib: { before, most: mostMemory(worker) },
    memory_target: '<= 200 MiB',
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  if (worker.exitCode === null) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
  await broker.stop();
  await close();
}
