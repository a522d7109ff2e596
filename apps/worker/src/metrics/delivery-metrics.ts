import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { timeOfId } from '#directory';
import { type AttemptReport } from '../delivery/dispatch-context.js';

/** Deliveries that are made later, such as those behind a failure, lie in the last buckets. */
const DELIVERY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 36_000];
const ATTEMPT_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];

/** What this worker sent. Labels have a handful of values each: no endpoint, no tenant. */
export class DeliveryMetrics {
  readonly registry = new Registry();
  private readonly attempts: Counter<'outcome' | 'answer'>;
  private readonly durations: Histogram;
  private readonly deliveries: Histogram;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.attempts = new Counter({
      name: 'rollcall_delivery_attempts_total',
      help: 'Attempts to deliver, by what became of the delivery and by the kind of answer.',
      labelNames: ['outcome', 'answer'],
      registers: [this.registry],
    });
    this.durations = new Histogram({
      name: 'rollcall_delivery_attempt_duration_seconds',
      help: 'How long attempts took.',
      buckets: ATTEMPT_BUCKETS,
      registers: [this.registry],
    });
    this.deliveries = new Histogram({
      name: 'rollcall_delivery_seconds',
      help: 'From the change, or from when it was asked for again, until the receiver had it.',
      buckets: DELIVERY_BUCKETS,
      registers: [this.registry],
    });
  }

  observe({ delivery, result, recorded }: AttemptReport): void {
    const outcome = recorded?.state ?? 'unrecorded';
    this.attempts.inc({ outcome, answer: result.kind === 'error' ? 'none' : classOf(result.status) });
    this.durations.observe(result.durationMs / 1_000);
    const made = timeOfId(delivery.id);
    if (outcome === 'delivered' && made !== undefined) this.deliveries.observe(Math.max(Date.now() - made, 0) / 1_000);
  }
}

/** As 2xx. Receivers answer with any number. */
function classOf(status: number): string {
  const hundreds = Math.floor(status / 100);
  return hundreds >= 1 && hundreds <= 5 ? `${hundreds}xx` : 'other';
}
