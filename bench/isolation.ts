/**
 * `npm run bench:isolation`: what endpoints that behave badly cost one that does not. From the SCIM client's 2xx to the healthy receiver,
 * at BENCH_RATE (25) requests a second for BENCH_SECONDS (40), quiet, and then beside BENCH_ENDPOINTS (50) bad ones with BENCH_BACKLOG
 * (10000) pending deliveries each: in the first five seconds after these became due, and from then on. The backlog is vacuumed, analyzed and
 * on disk before it becomes due, as one that has grown by and by is: what the server does with half a million new rows is not measured. BENCH_KINDS (comma-separated) leaves kinds out. The figures as JSON on
 * stdout, as a table on stderr.
 */
import './help.js';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedServer } from '../apps/rollcall/src/postgres/embedded-server.js';
import { BadReceivers, type Behaviour, BEHAVIOURS } from './bad-receivers.js';
import { Broker, type Directory } from './broker.js';
import { openLoop, percentile } from './measure.js';
import { Sink } from './sink.js';

const RATE = Number(process.env['BENCH_RATE'] ?? 25);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 40);
const FIRST_SECONDS = 5;
/** From the backlog's first row to when it is due, at least. */
const SETTLE_SECONDS = 60;
const ENDPOINTS = Number(process.env['BENCH_ENDPOINTS'] ?? 50);
const BACKLOG = Number(process.env['BENCH_BACKLOG'] ?? 10_000);
const KINDS = (process.env['BENCH_KINDS']?.split(',') as Behaviour[] | undefined) ?? BEHAVIOURS;
const TARGET = 1.5;

interface Latency {
  p50: number;
  p99: number;
}

interface Figure {
  kind: Behaviour;
  quiet: Latency;
  /** While the bad endpoints are found out: the first seconds after everything of theirs became due. */
  first: Latency;
  beside: Latency;
  ratio: number;
  /** Made to the bad endpoints during the measurement. */
  attempts: number;
}

const progress = (text: string) => process.stderr.write(`  ${text}\n`);

/** Ids that sort as those of today do. */
const SEED = `
  WITH event AS (
    INSERT INTO events (id, organization_id, type, resource_id, version, in_feed, body, occurred_at)
    SELECT 'evt_' || $1 || lpad(n::text, 15, '0'), $5::text, 'organization.directory.user_created', 'diruser_' || n, 1, false,
      json_build_object('type', 'organization.directory.user_created', 'data', json_build_object('id', 'diruser_' || n, 'title', repeat('x', 1000)))::text,
      now()
    FROM generate_series(1, $2::int) AS n RETURNING id, resource_id)
  INSERT INTO deliveries (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, next_attempt_at)
  SELECT 'dlv_' || $1 || lpad(row_number() OVER ()::text, 15, '0'), event.id, endpoint, $5::text, resource_id,
    'organization.directory.user_created', 0, false, $4::timestamptz
  FROM event CROSS JOIN unnest($3::text[]) AS endpoint`;

class Bench {
  private next = 0;

  constructor(
    private readonly broker: Broker,
    private readonly client: pg.Client,
    private readonly directory: Directory,
    /** Has an endpoint for nothing, so that the bad ones hear nothing of the load. */
    private readonly elsewhere: Directory,
    private readonly sink: Sink,
  ) {}

  async latency(seconds: number): Promise<Latency> {
    const answered = new Map<string, number>();
    const before = this.sink.arrivals.size;
    await openLoop(RATE, seconds, async () => {
      const { id } = await this.directory.createUser(`user${this.next++}`);
      answered.set(id, performance.now());
    });
    await this.sink.reached(before + answered.size);
    const waits = [...answered].map(([id, at]) => Math.max(0, this.sink.arrivals.get(id)! - at));
    return { p50: percentile(waits, 50), p99: percentile(waits, 99) };
  }

  async beside(kind: Behaviour, round: number): Promise<Figure> {
    progress(`quiet, before endpoints that ${kind}`);
    const quiet = await this.latency(SECONDS);
    const receivers = await BadReceivers.start(kind, ENDPOINTS);
    const endpoints: string[] = [];
    for (const url of receivers.urls) {
      const { endpoint } = await this.broker.rest<{ endpoint: { id: string } }>('POST', '/webhook_endpoints', {
        url,
        directory_id: this.elsewhere.id,
      });
      endpoints.push(endpoint.id);
    }
    progress(`${ENDPOINTS} endpoints that ${kind}, ${BACKLOG} deliveries each`);
    const from = new Date(Date.now() + SETTLE_SECONDS * 1_000);
    await this.client.query(SEED, [
      `${await this.idTime()}${round}`,
      BACKLOG,
      endpoints,
      from,
      this.elsewhere.organizationId,
    ]);
    await this.client.query('VACUUM ANALYZE events');
    await this.client.query('VACUUM ANALYZE deliveries');
    await this.client.query('CHECKPOINT');
    progress('waiting until they are due');
    await delay(from.getTime() - Date.now());
    const first = await this.latency(FIRST_SECONDS);
    const beside = await this.latency(SECONDS);
    const attempts = await this.attempts(from);
    // Otherwise the backlog was no burden, and the ratio says nothing.
    if (attempts === 0) throw new Error(`no endpoint that ${kind} was tried`);
    await this.client.query('DELETE FROM deliveries WHERE endpoint_id = ANY ($1)', [endpoints]);
    await this.client.query('DELETE FROM webhook_endpoints WHERE id = ANY ($1)', [endpoints]);
    await this.client.query('VACUUM deliveries');
    await receivers.stop();
    return { kind, quiet, first, beside, ratio: beside.p99 / quiet.p99, attempts };
  }

  /** The first ten characters of an id of now: the partitions go by them. */
  private async idTime(): Promise<string> {
    const { rows } = await this.client.query<{ time: string }>('SELECT substr(max(id), 5, 10) AS time FROM events');
    return rows[0]!.time;
  }

  private async attempts(from: Date): Promise<number> {
    const { rows } = await this.client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM attempts WHERE at >= $1 AND outcome <> 'delivered'`,
      [from],
    );
    return rows[0]!.count;
  }
}

const data = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
chmodSync(data, 0o755);
const database = await startEmbeddedServer({
  directory: data,
  password: 'bench',
  settings: { shared_buffers: '256MB', max_wal_size: '2GB', jit: 'off', random_page_cost: '1.1' },
});
const figures: Figure[] = [];
try {
  const key = randomBytes(32).toString('base64');
  const broker = await Broker.start({ DATABASE_URL: database.url, ROLLCALL_ENCRYPTION_KEY: key });
  const client = new pg.Client({ connectionString: database.url });
  const sink = await Sink.start();
  try {
    await client.connect();
    const [directory, elsewhere] = [await broker.createDirectory(), await broker.createDirectory()];
    await broker.rest('POST', '/webhook_endpoints', { url: sink.url, directory_id: directory.id });
    const bench = new Bench(broker, client, directory, elsewhere, sink);
    progress('warming up');
    await bench.latency(Math.min(SECONDS, 10));
    for (const [round, kind] of KINDS.entries()) figures.push(await bench.beside(kind, round));
  } finally {
    await sink.close();
    await client.end();
    await broker.stop();
  }
} finally {
  await database.stop();
  rmSync(data, { recursive: true, force: true });
}

const words = ({ p50, p99 }: Latency) => `p50 ${p50.toFixed(1)} / p99 ${p99.toFixed(1)} ms`;
console.error(
  `\n| ${ENDPOINTS} endpoints that … | quiet | their first 5 s | beside them | p99 ratio (≤ ${TARGET}) | attempts |`,
);
console.error('|---|---|---|---|---|---|');
for (const { kind, quiet, first, beside, ratio, attempts } of figures) {
  console.error(
    `| ${kind} | ${words(quiet)} | ${words(first)} | ${words(beside)} | ${ratio.toFixed(2)} | ${attempts} |`,
  );
}
const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'cpu'}, Node ${process.versions.node}`;
console.log(
  JSON.stringify({ bench: 'isolation', machine, rate: RATE, seconds: SECONDS, backlog: BACKLOG, figures }, null, 2),
);
