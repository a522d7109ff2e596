import { type LatencyClass } from './latency-class.js';

export interface BulkheadSizes {
  fast: number;
  /** Unknown and slow endpoints together: an endpoint that hangs was unknown when it began. */
  unproven: number;
  /** Cap on starting requests to slow endpoints, within `unproven`. Running requests that become slow may exceed the cap. */
  slow: number;
}

/**
 * The requests of a lane that may be under way in this process at once, to all endpoints together. However many endpoints hang, they
 * hold their own share of sockets and memory, and nobody else's.
 */
export class Bulkhead {
  private readonly underWay: Record<LatencyClass, number> = { fast: 0, unknown: 0, slow: 0 };
  /** Callbacks of lanes that wait for a free place, in the order of asking. */
  private readonly waiting: Record<LatencyClass, Map<string, () => void>> = {
    fast: new Map(),
    unknown: new Map(),
    slow: new Map(),
  };

  constructor(private readonly sizes: BulkheadSizes) {}

  /** How many more requests of this class may begin. */
  free(latency: LatencyClass): number {
    const { fast, unknown, slow } = this.underWay;
    if (latency === 'fast') return Math.max(0, this.sizes.fast - fast);
    const unproven = this.sizes.unproven - unknown - slow;
    return Math.max(0, latency === 'unknown' ? unproven : Math.min(unproven, this.sizes.slow - slow));
  }

  /** Only where a place is free. */
  enter(latency: LatencyClass): void {
    this.underWay[latency] += 1;
  }

  leave(latency: LatencyClass): void {
    this.underWay[latency] -= 1;
    this.tell();
  }

  /** The class of an endpoint with `count` requests under way has changed. */
  reclassify(from: LatencyClass, to: LatencyClass, count: number): void {
    this.underWay[from] -= count;
    this.underWay[to] += count;
    this.tell();
  }

  /** Calls back once, when a place may be free. A second call with the same key replaces the first. */
  whenFree(latency: LatencyClass, key: string, tell: () => void): void {
    this.waiting[latency].set(key, tell);
  }

  private tell(): void {
    for (const latency of ['fast', 'unknown', 'slow'] as const) {
      const waiting = this.waiting[latency];
      let free = waiting.size === 0 ? 0 : this.free(latency);
      for (const [key, tell] of waiting) {
        if (free-- <= 0) break;
        waiting.delete(key);
        tell();
      }
    }
  }
}
