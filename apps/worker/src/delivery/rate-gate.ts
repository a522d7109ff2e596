/** By this much a request that is not urgent lets one go first that is. */
const COURTESY_MS = 5;

/** Spreads requests evenly over time: `perSecond`, with no burst to make up for idle time. Deprovisioning goes first. */
export class RateGate {
  private nextAt = 0;
  /** The place that somebody urgent waits for. */
  private urgentAt = -1;

  /**
   * Takes a place when one is free.
   * @param now monotonic milliseconds
   * @returns 0 when the request may go, else the milliseconds to wait
   */
  take(perSecond: number, now: number, isUrgent = false): number {
    const isReserved = !isUrgent && this.urgentAt === this.nextAt;
    const free = this.nextAt + (isReserved ? COURTESY_MS : 0);
    if (now < free) {
      if (isUrgent) this.urgentAt = this.nextAt;
      return free - now;
    }
    this.nextAt = Math.max(this.nextAt, now - 1) + 1000 / perSecond;
    return 0;
  }
}
