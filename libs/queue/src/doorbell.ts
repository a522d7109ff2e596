import { LANES, type Lane } from './lane.js';
import { LaneBell } from './lane-bell.js';
import type { QueueServers } from './queue-servers.js';

/**
 * Wakes the workers. Nothing here is waited for and nothing throws: what has to be delivered is in the database, and a
 * ring that is lost costs the time until the next sweep.
 *
 * Call `configureQueueBackend` first.
 */
export class Doorbell {
  private readonly lanes: Record<Lane, LaneBell>;

  /** @param onError is told what went wrong, also of reconnecting; it must not throw. */
  constructor(servers: QueueServers, onError: (error: Error) => void) {
    const bells = LANES.map((lane) => [lane, new LaneBell(lane, servers, onError)] as const);
    this.lanes = Object.fromEntries(bells) as Record<Lane, LaneBell>;
  }

  /** Whether a ring would reach the queue now. */
  get isConnected(): boolean {
    return LANES.every((lane) => this.lanes[lane].isConnected);
  }

  /** There is something to deliver now. Rings of one endpoint that come together become one job. */
  ring(lane: Lane, endpointId: string): void {
    this.lanes[lane].ring(endpointId, false);
  }

  /**
   * As `ring`, but always a job of its own: for the sweep, which must get through even when a deduplication key was left
   * behind by a crash.
   */
  ringAnew(lane: Lane, endpointId: string): void {
    this.lanes[lane].ring(endpointId, true);
  }

  /** There will be something to deliver at that time. An earlier one that is already scheduled here is enough. */
  ringAt(lane: Lane, endpointId: string, at: Date): void {
    this.lanes[lane].ringAt(endpointId, at.getTime());
  }

  /** Sends what was rung before, then disconnects. */
  async close(): Promise<void> {
    await Promise.all(LANES.map((lane) => this.lanes[lane].close()));
  }
}
