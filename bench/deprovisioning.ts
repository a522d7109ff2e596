/**
 * `npm run bench:deprovisioning`: how long a leaver's webhook takes behind a backlog. BENCH_BACKLOG (100000) creations wait for one
 * endpoint; while they are delivered, 10 people a second are deactivated, from the end of the backlog. JSON at the end.
 */
import './help.js';
import { Broker } from './broker.js';
import { openLoop, percentile } from './measure.js';
import { Sink } from './sink.js';

const BACKLOG = Number(process.env['BENCH_BACKLOG'] ?? 100_000);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 15);
const PER_SECOND = 10;

const progress = (text: string) => process.stderr.write(`  ${text}\n`);
const DEACTIVATE = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: false } }],
};

const broker = await Broker.start();
try {
  const directory = await broker.createDirectory();
  const sink = await Sink.start();
  const { endpoint } = await broker.rest<{ endpoint: { id: string } }>('POST', '/webhook_endpoints', {
    url: sink.url,
    directory_id: directory.id,
    enabled: false,
  });
  const ids: string[] = [];
  let next = 0;
  const loop = async () => {
    while (next < BACKLOG) {
      const n = next++;
      ids[n] = (await directory.createUser(`user${n}`)).id;
      if (n % 10_000 === 0) progress(`${n} of ${BACKLOG} creations`);
    }
  };
  await Promise.all(Array.from({ length: 50 }, loop));

  const answered = new Map<string, number>();
  const leave = async (n: number) => {
    const id = ids[BACKLOG - 1 - n]!;
    await directory.scim('PATCH', `/Users/${id}`, DEACTIVATE);
    answered.set(id, performance.now());
  };
  await broker.rest('PATCH', `/webhook_endpoints/${endpoint.id}`, { enabled: true });
  // Until the backlog is on its way: of an idle endpoint this would say nothing.
  await sink.reached(Math.min(1_000, BACKLOG / 2));
  progress(`deactivating ${PER_SECOND} a second for ${SECONDS} s`);
  await openLoop(PER_SECOND, SECONDS, leave);
  const waiting = BACKLOG - sink.arrivals.size;
  await sink.departed(answered.size);
  const waits = [...answered].map(([id, at]) => Math.max(0, sink.departures.get(id)! - at));
  await sink.close();
  const report = {
    backlog: BACKLOG,
    still_waiting_at_the_end: waiting,
    deprovisionings: waits.length,
    p50_ms: Number(percentile(waits, 50).toFixed(1)),
    p99_ms: Number(percentile(waits, 99).toFixed(1)),
    target: 'p99 < 1000 ms',
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await broker.stop();
}
