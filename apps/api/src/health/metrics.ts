import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { countLiveDeliveries, measureWaitingDeliveries, UnacknowledgedDeprovisionings } from '#persistence';
import { Doorbell } from '#queue';
import { Remembered } from '../limits/remembered.js';
import { observeSyncs } from './sync-metrics.js';
import { SecurityEvents } from '../security-events.js';

/** Scrapers come every few seconds, and there may be several. */
const COUNT_EVERY_MS = 5_000;
/** Why deliveries wait is dearer to count than how many there are. */
const EXPLAIN_EVERY_MS = 30_000;

/** Whoever can reach the port can read them, as often as he likes: all together have one collection in this time. */
const TEXT_FOR_MS = 2_000;

/** What Prometheus reads. A registry of its own: several apps may live in one process. */
@Injectable()
export class Metrics implements OnModuleInit {
  readonly registry = new Registry();
  private countedAt = -Infinity;
  private explainedAt = -Infinity;
  private readonly text = new Remembered(() => this.registry.metrics(), TEXT_FOR_MS);

  constructor(
    @Inject(Pool) private readonly pool: Pool,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Doorbell) doorbell: Doorbell,
    @Inject(SecurityEvents) events: SecurityEvents,
  ) {
    const counted = new UnacknowledgedDeprovisionings(pool);
    const deprovisionings = new Remembered(() => counted.measure(), COUNT_EVERY_MS);
    this.registry.registerMetric(events.counter);
    collectDefaultMetrics({ register: this.registry });
    const deliveries: Gauge<'state'> = new Gauge({
      name: 'rollcall_deliveries_live',
      help: 'Deliveries not finished yet, by state.',
      labelNames: ['state'],
      registers: [this.registry],
      collect: () => this.countDeliveries(deliveries),
    });
    const waiting: Gauge<'waiting_for'> = new Gauge({
      name: 'rollcall_deliveries_waiting',
      help: 'Deliveries that wait, by what they wait for; counted every 30 seconds.',
      labelNames: ['waiting_for'],
      registers: [this.registry],
      collect: () => this.explainWaits(waiting, oldestDue),
    });
    const oldestDue = new Gauge({
      name: 'rollcall_deliveries_oldest_due_seconds',
      help: 'For how long the oldest delivery has been waiting that nothing but workers keep; measured every 30 seconds.',
      registers: [this.registry],
    });
    const queue: Gauge = new Gauge({
      name: 'rollcall_queue_connected',
      help: '1 where this process reaches the queue; at 0, webhooks wait for the sweep of the worker.',
      registers: [this.registry],
      collect: () => queue.set(doorbell.isConnected ? 1 : 0),
    });
    observeSyncs(pool, this.registry);
    const oldest = new Gauge({
      name: 'rollcall_deprovisionings_oldest_unacknowledged_seconds',
      help: 'For how long the oldest of them has been waiting.',
      registers: [this.registry],
    });
    const unacknowledged: Gauge = new Gauge({
      name: 'rollcall_deprovisionings_unacknowledged',
      help: 'Deprovisionings that an application has not acknowledged: waiting, held, or given up.',
      registers: [this.registry],
      collect: async () => {
        const { count, oldestSeconds } = await deprovisionings.get();
        unacknowledged.set(count);
        oldest.set(oldestSeconds);
      },
    });
  }

  onModuleInit(): void {
    const requests = new Histogram({
      name: 'rollcall_http_request_duration_seconds',
      help: 'Requests by route pattern, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', async (request, reply) => {
      // The pattern, never the path: ids would make a time series each.
      const route = request.routeOptions.url ?? 'unknown';
      requests.observe({ route, method: request.method, status: reply.statusCode }, reply.elapsedTime / 1000);
    });
  }

  /** In Prometheus' text format. */
  read(): Promise<string> {
    return this.text.get();
  }

  private async explainWaits(gauge: Gauge<'waiting_for'>, oldestDue: Gauge): Promise<void> {
    const now = performance.now();
    if (now - this.explainedAt < EXPLAIN_EVERY_MS) return;
    this.explainedAt = now;
    const { counts, oldestDueSeconds } = await measureWaitingDeliveries(this.pool);
    for (const [reason, count] of counts) gauge.set({ waiting_for: reason }, count);
    oldestDue.set(oldestDueSeconds);
  }

  private async countDeliveries(gauge: Gauge<'state'>): Promise<void> {
    const now = performance.now();
    if (now - this.countedAt < COUNT_EVERY_MS) return;
    this.countedAt = now;
    const counts = await countLiveDeliveries(this.pool);
    for (const state of ['pending', 'sending', 'retrying']) gauge.set({ state }, counts.get(state) ?? 0);
  }
}
