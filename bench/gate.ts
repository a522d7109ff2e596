/**
 * `npm run bench:gate`: what the provisioning gate costs. With a gate that answers in 20 ms, creations 25 at a time, in turns with those of a
 * directory without one; with a gate that hangs, creations at a steady 25 a second, whose p99 the breaker keeps under the gate's timeout
 * and 100 ms. BENCH_SECONDS (7) a rate; JSON at the end.
 */
import './help.js';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Broker, type Directory } from './broker.js';
import { closedLoop, inTurns, openLoop, percentile } from './measure.js';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 7);
const ANSWERS_IN_MS = 20;
const TIMEOUT_MS = 500;
const CONCURRENCY = 25;
const PER_SECOND = 25;

const progress = (text: string) => process.stderr.write(`  ${text}\n`);

/** An application that allows everybody after a while; that never answers where `afterMs` is undefined. */
async function startGate(afterMs?: number): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    request.resume();
    if (afterMs === undefined) return;
    setTimeout(() => response.end('{"decision":"allow"}'), afterMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

async function directoryWith(broker: Broker, url: string): Promise<Directory> {
  const directory = await broker.createDirectory();
  const gate = { url, timeout: `${TIMEOUT_MS}ms`, on_timeout: 'allow' };
  await broker.rest('PUT', `/organizations/${directory.organizationId}/provisioning_gate`, gate);
  return directory;
}

const broker = await Broker.start();
const [prompt, hanging] = [await startGate(ANSWERS_IN_MS), await startGate()];
try {
  const open = await broker.createDirectory();
  const gated = await directoryWith(broker, prompt.url);
  const stuck = await directoryWith(broker, hanging.url);
  progress('warming up');
  await closedLoop(CONCURRENCY, Math.min(5, SECONDS), (n) => open.createUser(`warm${n}`));
  progress(`creates, ${CONCURRENCY} at a time, with and without a gate that answers in ${ANSWERS_IN_MS} ms, in turns`);
  const [withGate, without] = await inTurns(SECONDS, [
    { concurrency: CONCURRENCY, work: (n) => gated.createUser(`user${n}`) },
    { concurrency: CONCURRENCY, work: (n) => open.createUser(`user${n}`) },
  ]);
  progress(`creates, ${PER_SECOND} a second, with a gate that hangs`);
  const times: number[] = [];
  await openLoop(PER_SECOND, 2 * SECONDS, async (n) => {
    const start = performance.now();
    await stuck.createUser(`late${n}`);
    times.push(performance.now() - start);
  });
  const report = {
    with_gate_per_s: Math.round(withGate!.perSecond),
    without_per_s: Math.round(without!.perSecond),
    ratio: Number(withGate!.ratio.toFixed(2)),
    ratio_target: '> 0.33',
    hanging: {
      requests: times.length,
      timeout_ms: TIMEOUT_MS,
      p50_ms: Number(percentile(times, 50).toFixed(1)),
      p99_ms: Number(percentile(times, 99).toFixed(1)),
      target: `p99 < ${TIMEOUT_MS + 100} ms`,
    },
  };
  console.log(JSON.stringify(report, null, 2));
} finally {
  await broker.stop();
  for (const { server } of [prompt, hanging]) {
    server.closeAllConnections();
    server.close();
  }
}
