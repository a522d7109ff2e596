/**
 * `npm run bench:smoke`: a few minutes that say whether the hot paths are where they were. The figures of docs/performance.md come from
 * here. Everything runs on this machine at once (load, broker, PostgreSQL): rates are measured in turns with the floor, and their ratio is
 * what counts. BENCH_SECONDS (7) a figure, BENCH_BACKLOG (10000) deliveries a round, BENCH_BACKENDS (PostgreSQL,Redis). A table on stderr, JSON on stdout.
 */
import './help.js';
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { startRedis } from '../test/support/redis-server.js';
import { Broker, type Directory } from './broker.js';
import { Floor } from './floor.js';
import { closedLoop, inTurns, openLoop, percentile } from './measure.js';
import { Sink } from './sink.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 7);
const BACKLOG = Number(process.env['BENCH_BACKLOG'] ?? 10_000);
const BACKENDS = (process.env['BENCH_BACKENDS'] ?? 'PostgreSQL,Redis').split(',');
const BACKLOG_ROUNDS = 3;
/** Requests in a row until code and plans are what they stay. */
const WARM_UP_SECONDS = 5;

interface Row {
  figure: string;
  unit: '/s' | 'ms';
  /** The median; of latencies p50 and p99. */
  value: number | { p50: number; p99: number };
  /** Of the floor's measured in turns with it. */
  ratio?: number;
  floor?: number;
  target?: string;
}

const rows: Row[] = [];
const progress = (text: string) => process.stderr.write(`  ${text}\n`);

async function measure(backend: string, settings: Record<string, string>): Promise<void> {
  progress(`${backend}: starting the broker`);
  const broker = await Broker.start(settings);
  try {
    const directory = await broker.createDirectory();
    progress(`${backend}: warming up`);
    await closedLoop(25, WARM_UP_SECONDS, (n) => directory.createUser(`warm${n}`));
    if (backend === BACKENDS[0]) await scimRates(directory);
    await latency(broker, backend);
    await backlog(broker, backend);
  } finally {
    await broker.stop();
  }
}

async function scimRates(directory: Directory): Promise<void> {
  const ids: string[] = [];
  const create = async (n: number) => ids.push((await directory.createUser(`user${n}`)).id);
  const floorCreate = () => floor.create();
  for (const [concurrency, words, target] of [
    [25, '25 at a time', '≥ 0.8 of the floor'],
    [1, 'one at a time', '≥ 0.56 of the floor'],
  ] as const) {
    progress(`SCIM creates, ${words}, in turns with the floor`);
    const offset = concurrency * 1_000_000;
    const [own, least] = await inTurns(SECONDS, [
      { concurrency, work: (n) => create(offset + n) },
      { concurrency, work: floorCreate },
    ]);
    rows.push({
      figure: `SCIM creates, ${words}`,
      unit: '/s',
      value: own!.perSecond,
      ratio: own!.ratio,
      floor: least!.perSecond,
      target,
    });
  }
  const patch = (n: number, title: string) =>
    directory.scim('PATCH', `/Users/${ids[n % ids.length]}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: title }],
    });
  await Promise.all(ids.slice(0, 500).map((_id, n) => patch(n, 'settled')));
  progress('SCIM PATCH, and PATCH that changes nothing, in turns with creates');
  const [changes, noops, creates] = await inTurns(SECONDS, [
    { concurrency: 25, work: (n) => patch(500 + n, `title ${n}`) },
    { concurrency: 25, work: (n) => patch(n % 500, 'settled') },
    { concurrency: 25, work: (n) => create(50_000_000 + n) },
  ]);
  const beside = { unit: '/s', floor: creates!.perSecond } as const;
  rows.push({
    figure: 'SCIM PATCH of one attribute, beside creates',
    value: changes!.perSecond,
    ratio: changes!.ratio,
    ...beside,
  });
  rows.push({
    figure: 'SCIM PATCH that changes nothing, beside creates',
    value: noops!.perSecond,
    ratio: noops!.ratio,
    ...beside,
    target: '≥ 1.3 of the creates',
  });
}

/** From the moment the SCIM client has its 2xx to the moment the receiver has the webhook. */
async function latency(broker: Broker, backend: string): Promise<void> {
  for (const [rate, target] of [
    [1, '≤ 5 / 15 ms'],
    [25, undefined],
    [100, undefined],
    [500, '≤ 10 / 50 ms'],
  ] as const) {
    const words = rate === 1 ? 'one at a time' : `${rate} requests/s`;
    progress(`${backend}: latency at ${words}`);
    const directory = await broker.createDirectory();
    const sink = await Sink.start();
    await broker.rest('POST', '/webhook_endpoints', { url: sink.url, directory_id: directory.id });
    const answered = new Map<string, number>();
    const create = async (n: number) => {
      const { id } = await directory.createUser(`lat${rate}-${n}`);
      answered.set(id, performance.now());
    };
    if (rate === 1) {
      for (let n = 0; n < 500; n++) {
        await create(n);
        await sink.reached(answered.size);
      }
    } else await openLoop(rate, SECONDS, create);
    await sink.reached(answered.size);
    const waits = [...answered].map(([id, at]) => Math.max(0, sink.arrivals.get(id)! - at)).slice(20);
    await sink.close();
    rows.push({
      figure: `SCIM 2xx to receiver, ${words} (${backend})`,
      unit: 'ms',
      value: { p50: percentile(waits, 50), p99: percentile(waits, 99) },
      ...(target !== undefined && { target }),
    });
  }
}

/** A backlog that waited for its endpoint, drained by one worker, in turns with the floor. */
async function backlog(broker: Broker, backend: string): Promise<void> {
  const own: number[] = [];
  const least: number[] = [];
  for (let round = 0; round < BACKLOG_ROUNDS; round++) {
    progress(`${backend}: ${BACKLOG} deliveries, round ${round + 1} of ${BACKLOG_ROUNDS}`);
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
    own.push((BACKLOG * 1_000) / (performance.now() - start));
    least.push(await floor.deliver(sink.url, BACKLOG));
    await sink.close();
  }
  rows.push({
    figure: `Deliveries from a backlog, one worker (${backend})`,
    unit: '/s',
    value: percentile(own, 50),
    ratio: percentile(
      own.map((value, index) => value / least[index]!),
      50,
    ),
    floor: percentile(least, 50),
    target: '≥ 0.61 of the floor',
  });
}

progress('starting the floor');
const floor = await Floor.start();
try {
  for (const backend of BACKENDS) {
    if (backend !== 'Redis') await measure(backend, {});
    else if (spawnSync('redis-server', ['--version']).status === 0) {
      const redis = await startRedis();
      try {
        await measure(backend, { REDIS_URL: redis.url });
      } finally {
        await redis.stop();
      }
    } else progress('redis-server is not installed: the Redis half is left out');
  }
} finally {
  await floor.stop();
}

const perSecond = (value: number) => `${Math.round(value).toLocaleString('en')}/s`;
const words = ({ value }: Row) =>
  typeof value === 'number' ? perSecond(value) : `p50 ${value.p50.toFixed(1)} / p99 ${value.p99.toFixed(1)} ms`;
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'cpu'}, Node ${process.versions.node}, load and servers on it together`;
console.error(`\n${machine}\n\n| figure | here | floor | ratio | target |\n|---|---|---|---|---|`);
for (const row of rows) {
  const floorWords = row.floor === undefined ? '–' : perSecond(row.floor);
  console.error(
    `| ${row.figure} | ${words(row)} | ${floorWords} | ${row.ratio?.toFixed(2) ?? '–'} | ${row.target ?? '–'} |`,
  );
}
console.log(JSON.stringify({ bench: 'smoke', machine, seconds: SECONDS, backlog: BACKLOG, rows }, null, 2));
