import { LANES, type LaneQueue } from './lane-queue.js';
import { WakeupProducer } from './wakeup-producer.js';
import type { QueueServers } from './queue-servers.js';

/**
 * Wakes the workers. Nothing here is waited for and nothing throws: what has to be delivered is in the database, and a
 * ring that is lost costs the time until the next sweep.
 *
 * Call `configureQueueBackend` first.
 */
export class Doorbell {
  private readonly producers: Record<LaneQueue, WakeupProducer>;

  /** @param onError is told what went wrong, also of reconnecting; it must not throw. */
  constructor(servers: QueueServers, onError: (error: Error) => void) {
    const producers = LANES.map((lane) => [lane, new WakeupProducer(lane, servers, onError)] as const);
    this.producers = Object.fromEntries(producers) as Record<LaneQueue, WakeupProducer>;
  }

  /** Whether a ring would reach the queue now. */
  get isConnected(): boolean {
    return LANES.every((lane) => this.producers[lane].isConnected);
  }

  /** There is something to deliver now. Rings of one endpoint that come together become one job. */
  ring(lane: LaneQueue, endpointId: string): void {
    this.producers[lane].ring(endpointId, false);
  }

  /**
   * As `ring`, but always a job of its own: for the sweep, which must get through even when a deduplication key was left
   * behind by a crash.
   */
  ringAnew(lane: LaneQueue, endpointId: string): void {
    this.producers[lane].ring(endpointId, true);
  }

  /** There will be something to deliver at that time. An earlier one that is already scheduled here is enough. */
  ringAt(lane: LaneQueue, endpointId: string, at: Date): void {
    this.producers[lane].ringAt(endpointId, at.getTime());
  }

  /** Sends what was rung before, then disconnects. */
  async close(): Promise<void> {
    await Promise.all(LANES.map((lane) => this.producers[lane].close()));
  }
}
