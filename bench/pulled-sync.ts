/**
 * `npm run bench:sync`: the first sync of a large directory from an emulated source, and one that finds nothing changed; beside them
 * how long SCIM requests of another directory take, quiet, beside a busy process that has nothing to do with Rollcall (what sharing
 * the processors costs by itself), and during the syncs, and how much memory the worker has.
 * BENCH_USERS (50000) people, BENCH_SOURCE (google, or workday), BENCH_HEAP (none) caps the old generation of the worker's heap in MiB,
 * BENCH_SCIM (10) requests a second of the other directory, 0 for none. Load, source, broker and PostgreSQL share the
 * machine. JSON at the end.
 */
import './help.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { runningDatabase } from '../apps/rollcall/src/running-database.js';
import { YOUNG_GENERATION } from '../apps/rollcall/src/supervised-part.js';
import { Broker, type Directory } from './broker.js';
import { type EmulatedSource } from './emulated-source.js';
import { openLoop, percentile } from './measure.js';
import { type Memory, WorkerMemory } from './worker-memory.js';

const USERS = Number(process.env['BENCH_USERS'] ?? 50_000);
const SOURCE = process.env['BENCH_SOURCE'] ?? 'google';
const HEAP = process.env['BENCH_HEAP'];
const SCIM_PER_SECOND = Number(process.env['BENCH_SCIM'] ?? 10);
const QUIET_SECONDS = 20;

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

const PART = new URL('../apps/rollcall/src/part-process.js', import.meta.url).pathname;
const PROBE = new URL('./memory-probe.js', import.meta.url).href;
/** As the launcher starts a worker; with a cap also the room for what is young counts. */
const HEAP_OPTIONS =
  HEAP === undefined
    ? [`--max-semi-space-size=${YOUNG_GENERATION.worker}`]
    : [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=4'];

// In a thread of its own, so that making its pages does not hold up whoever measures.
const emulated = new Worker(new URL('./emulated-source.js', import.meta.url), {
  workerData: { source: SOURCE, users: USERS },
});
const [{ provider, settings, secrets }] = (await once(emulated, 'message')) as [EmulatedSource];
const SOURCES = { ROLLCALL_ALLOW_PRIVATE_SOURCES: '127.0.0.0/8' };
const broker = await Broker.start({ ...SOURCES, ROLLCALL_ROLE: 'api' });
const { url, encryptionKey } = runningDatabase(broker.dataDir)!;
// `node --cpu-prof dist/bench/pulled-sync.js` profiles the worker as well.
const worker = spawn(process.execPath, [...process.execArgv, ...HEAP_OPTIONS, '--import', PROBE, PART, 'worker'], {
  env: {
    ...process.env,
    ...SOURCES,
    DATABASE_URL: url,
    ROLLCALL_ENCRYPTION_KEY: encryptionKey,
    ROLLCALL_ROLE: 'worker',
  },
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
const memory = new WorkerMemory(worker);

interface Run {
  sync: Sync;
  seconds: number;
  phases: Record<string, number>;
  memory: Record<string, Memory>;
}

async function sync(path: string): Promise<Run> {
  const phases: Record<string, number> = {};
  const most: Record<string, Memory> = {};
  let { sync } = await broker.rest<{ sync: Sync }>('POST', `${path}:sync`, {});
  let last = performance.now();
  while (sync.state === 'queued' || sync.state === 'running') {
    const { phase } = sync.progress;
    await sleep(100);
    if (worker.exitCode !== null || worker.signalCode !== null) throw new Error('the worker has ended');
    ({ sync } = await broker.rest<{ sync: Sync }>('GET', `${path}/syncs/${sync.id}`));
    // Not while the worker is still starting.
    if (sync.state !== 'queued') {
      phases[phase] = (phases[phase] ?? 0) + (performance.now() - last) / 1_000;
      const now = memory.take();
      const before = most[phase] ?? now;
      const larger = (kind: keyof Memory) => Math.max(before[kind], now[kind]);
      most[phase] = { rss: larger('rss'), heap: larger('heap'), inUse: larger('inUse') };
    }
    last = performance.now();
  }
  if (sync.state !== 'succeeded') throw new Error(`the sync is ${sync.state}: ${JSON.stringify(sync.error)}`);
  const rounded = Object.fromEntries(Object.entries(phases).map(([phase, s]) => [phase, Number(s.toFixed(1))]));
  const seconds = (Date.parse(sync.finished_at!) - Date.parse(sync.started_at)) / 1_000;
  return { sync, seconds: Number(seconds.toFixed(1)), phases: rounded, memory: most };
}

/** How long a PATCH of a SCIM directory takes until `ends`, from its own IdP's side. */
async function scimUntil(directory: Directory, ids: string[], ends: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let over = SCIM_PER_SECOND === 0;
  void ends.finally(() => (over = true)).catch(() => {});
  for (let second = 0; !over; second += 1) {
    await openLoop(SCIM_PER_SECOND, 1, async (n) => {
      const start = performance.now();
      await directory.scim('PATCH', `/Users/${ids[n % ids.length]}`, {
        Operations: [{ op: 'replace', path: 'title', value: `t${second}.${n}` }],
      });
      times.push(performance.now() - start);
    });
  }
  return times;
}

/** The same PATCH while one processor belongs to somebody else. */
async function scimBesideBusyProcess(directory: Directory, ids: string[]): Promise<number[]> {
  const stranger = spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' });
  try {
    return await scimUntil(directory, ids, sleep(QUIET_SECONDS * 1_000));
  } finally {
    stranger.kill('SIGKILL');
  }
}

const shown = (times: number[]) => ({
  requests: times.length,
  p50_ms: Number(percentile(times, 50).toFixed(1)),
  p99_ms: Number(percentile(times, 99).toFixed(1)),
});
const ratio = (busy: number[], quiet: number[]) => Number((percentile(busy, 99) / percentile(quiet, 99)).toFixed(2));

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
  const beside = await broker.createDirectory();
  const ids: string[] = [];
  for (let n = 0; n < 100; n += 1) ids.push((await beside.createUser(`beside${n}`)).id);
  await scimUntil(beside, ids, sleep(5_000));
  const idle = await memory.idle();
  const quiet = await scimUntil(beside, ids, sleep(QUIET_SECONDS * 1_000));
  const besideStranger = await scimBesideBusyProcess(beside, ids);
  progress(`${provider}: the first sync of ${USERS} users`);
  const running = sync(path);
  const [first, busy] = await Promise.all([running, scimUntil(beside, ids, running)]);
  progress('the second, of which nothing has changed');
  const second = await sync(path);
  const most = (kind: keyof Memory) =>
    Math.max(...[first, second].flatMap((run) => Object.values(run.memory).map((one) => one[kind])));
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
    scim_of_another_directory: {
      quiet: shown(quiet),
      beside_a_busy_process: shown(besideStranger),
      during_first_sync: shown(busy),
    },
    scim_p99_ratio: ratio(busy, quiet),
    scim_p99_ratio_of_a_busy_process: ratio(besideStranger, quiet),
    scim_target: 'p99 within 1.5 of the quiet one',
    worker_memory_mib: {
      idle,
      first_sync: first.memory,
      second_sync: second.memory,
      growth_rss: most('rss') - idle.rss,
      growth_heap_in_use: most('inUse') - idle.inUse,
    },
    memory_target: '100,000 users within 200 MiB',
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  if (worker.exitCode === null) {
    worker.kill('SIGTERM');
    await once(worker, 'exit');
  }
  await broker.stop();
  await emulated.terminate();
}
