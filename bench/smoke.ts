/**
 * `npm run bench:smoke`: two minutes that say whether the hot paths are where they were. The figures of docs/performance.md come
 * from here. Everything runs on this machine at once (load, broker, PostgreSQL): compare ratios, not machines.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { startRedis } from '../test/support/redis-server.js';
import { Broker, type Directory } from './broker.js';
import { measureFloor } from './floor.js';
import { closedLoop, openLoop, percentile } from './measure.js';
import { Sink } from './sink.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);
const BACKLOG = Number(process.env['BENCH_BACKLOG'] ?? 10_000);

interface Row {
  figure: string;
  value: string;
  floor: string;
  target: string;
}

const rows: Row[] = [];
const progress = (text: string) => process.stderr.write(`  ${text}\n`);
const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;

const ratio = (value: number, of: number) => `${perSecond(value)} (${(value / of).toFixed(2)} of the floor)`;

async function measure(backend: string, settings: Record<string, string>): Promise<void> {
  progress(`${backend}: starting the broker`);
  const broker = await Broker.start(settings);
  try {
    const directory = await broker.createDirectory();
    if (backend === 'PostgreSQL') await scimRates(directory);
    await latency(broker, backend);
    await backlog(broker, backend);
  } finally {
    await broker.stop();
  }
}

async function scimRates(directory: Directory): Promise<void> {
  progress(`SCIM creates, one at a time`);
  const alone = await closedLoop(1, SECONDS, (n) => directory.createUser(`alone${n}`));
  rows.push({
    figure: 'SCIM creates, one at a time',
    value: ratio(alone, floor.alone),
    floor: `${perSecond(floor.alone)} now, 1,066/s noted`,
    target: '≥ 600/s',
  });
  progress('SCIM creates, 25 at a time');
  const ids: string[] = [];
  const creates = await closedLoop(25, SECONDS, async (n) => ids.push((await directory.createUser(`user${n}`)).id));
  rows.push({
    figure: 'SCIM creates, 25 at a time',
    value: ratio(creates, floor.together),
    floor: `${perSecond(floor.together)} now; 3,995/s noted with group commit`,
    target: '≥ 3,200/s',
  });
  progress('SCIM PATCH, 25 at a time');
  const patch = (n: number, title: string) =>
    directory.scim('PATCH', `/Users/${ids[n % ids.length]}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: title }],
    });
  const patches = await closedLoop(25, SECONDS, (n) => patch(n, `title ${n}`));
  rows.push({
    figure: 'SCIM PATCH of one attribute, 25 at a time',
    value: perSecond(patches),
    floor: '–',
    target: '–',
  });
  await Promise.all(ids.slice(0, 500).map((_id, n) => patch(n, 'settled')));
  progress('SCIM PATCH that changes nothing');
  const noops = await closedLoop(25, SECONDS, (n) => patch(n % 500, 'settled'));
  rows.push({
    figure: 'SCIM PATCH that changes nothing, 25 at a time',
    value: `${perSecond(noops)} (${(noops / creates).toFixed(2)}x the creates)`,
    floor: '–',
    target: '≥ 1.3x the creates',
  });
}

/** From the moment the SCIM client has its 2xx to the moment the receiver has the webhook. */
async function latency(broker: Broker, backend: string): Promise<void> {
  for (const [rate, target] of [
    [1, '≤ 5 / 15 ms'],
    [100, '–'],
    [500, '≤ 10 / 50 ms'],
  ] as const) {
    progress(`${backend}: latency at ${rate === 1 ? 'one at a time' : `${rate} requests/s`}`);
    const directory = await broker.createDirectory();
    const sink = await Sink.start();
    await broker.rest('POST', '/webhook_endpoints', { url: sink.url, directory_id: directory.id });
    const answered = new Map<string, number>();
    const create = async (n: number) => {
      const { id } = await directory.createUser(`lat${rate}-${n}`);
      answered.set(id, performance.now());
    };
    if (rate === 1) {
      for (let n = 0; n < 300; n++) {
        await create(n);
        await sink.reached(answered.size);
      }
    } else await openLoop(rate, SECONDS, create);
    await sink.reached(answered.size);
    const waits = [...answered].map(([id, at]) => Math.max(0, sink.arrivals.get(id)! - at)).slice(20);
    await sink.close();
    rows.push({
      figure: `SCIM 2xx to receiver, ${rate === 1 ? 'one at a time' : `${rate} requests/s`} (${backend})`,
      value: `p50 ${percentile(waits, 50).toFixed(1)} / p99 ${percentile(waits, 99).toFixed(1)} ms`,
      floor: '–',
      target,
    });
  }
}

/** A backlog that waited for its endpoint, drained by one worker. */
async function backlog(broker: Broker, backend: string): Promise<void> {
  progress(`${backend}: draining ${BACKLOG} deliveries`);
  const directory = await broker.createDirectory();
  const sink = await Sink.start();
  const { endpoint } = await broker.rest<{ endpoint: { id: string } }>('POST', '/webhook_endpoints', {
    url: sink.url,
    directory_id: directory.id,
    enabled: false,
  });
  let next = 0;
  const loop = async () => {
    while (next < BACKLOG) await directory.createUser(`backlog${next++}`);
  };
  await Promise.all(Array.from({ length: 50 }, loop));
  const start = performance.now();
  await broker.rest('PATCH', `/webhook_endpoints/${endpoint.id}`, { enabled: true });
  await sink.reached(BACKLOG);
  const rate = (BACKLOG * 1_000) / (performance.now() - start);
  await sink.close();
  rows.push({
    figure: `Deliveries from a backlog, one worker (${backend})`,
    value: perSecond(rate),
    floor: '6,541/s',
    target: '≥ 4,000/s',
  });
}

progress('the floor: bare HTTP and one prepared statement');
const floor = await measureFloor(SECONDS);
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'cpu'}, Node ${process.versions.node}, load and servers on it together`;
await measure('PostgreSQL', {});
if (spawnSync('redis-server', ['--version']).status === 0) {
  const redis = await startRedis();
  try {
    await measure('Redis', { REDIS_URL: redis.url });
  } finally {
    await redis.stop();
  }
} else progress('redis-server is not installed: the Redis half is left out');

console.log(`\n${machine}\n`);
console.log('| figure | here | floor | target |\n|---|---|---|---|');
for (const row of rows) console.log(`| ${row.figure} | ${row.value} | ${row.floor} | ${row.target} |`);
