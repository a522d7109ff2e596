import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { type AttemptReport } from '../delivery/dispatch-context.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { MetricsServer } from './metrics-server.js';

const report = (state: string | undefined, answer: number | 'timeout', id = newId('dlv')): AttemptReport =>
  ({
    delivery: { id },
    result:
      answer === 'timeout'
        ? { kind: 'error', error: answer, durationMs: 40 }
        : { kind: 'response', status: answer, durationMs: 40 },
    recorded: state === undefined ? undefined : { state },
  }) as unknown as AttemptReport;

let metrics: DeliveryMetrics;
let server: MetricsServer;
beforeEach(async () => {
  metrics = new DeliveryMetrics();
  server = new MetricsServer(metrics.registry, { host: '127.0.0.1', port: 0 });
  await server.start();
});
afterEach(() => server.stop());

const get = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method });

describe('the metrics of a worker', () => {
  it('count attempts by outcome and answer, and how long it took until a receiver had a change', async () => {
    metrics.observe(report('delivered', 204));
    metrics.observe(report('delivered', 200, 'dlv_imported'));
    metrics.observe(report('retrying', 503));
    metrics.observe(report('exhausted', 'timeout'));
    metrics.observe(report(undefined, 999));
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    for (const line of [
      'rollcall_delivery_attempts_total{outcome="delivered",answer="2xx"} 2',
      'rollcall_delivery_attempts_total{outcome="retrying",answer="5xx"} 1',
      'rollcall_delivery_attempts_total{outcome="exhausted",answer="none"} 1',
      'rollcall_delivery_attempts_total{outcome="unrecorded",answer="other"} 1',
      'rollcall_delivery_attempt_duration_seconds_count 5',
      // An id that was kept from elsewhere does not tell its time.
      'rollcall_delivery_seconds_count 1',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it('are all that is served', async () => {
    expect([(await get('/')).status, (await get('/metrics', 'POST')).status]).toEqual([404, 404]);
  });

  it('are not served without a port', async () => {
    const silent = new MetricsServer(metrics.registry, { host: '127.0.0.1', port: undefined });
    await silent.start();
    expect(silent.port).toBeUndefined();
    silent.stop();
  });

  it('do not begin on a port that is taken', async () => {
    const second = new MetricsServer(metrics.registry, { host: '127.0.0.1', port: server.port });
    await expect(second.start()).rejects.toThrow('EADDRINUSE');
  });
});
