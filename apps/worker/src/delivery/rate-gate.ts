/** Spreads requests evenly over time: `perSecond`, with no burst to make up for idle time. */
export class RateGate {
  private nextAt = 0;

  /**
   * Takes a place when one is free.
   * @param now monotonic milliseconds
   * @returns 0 when the request may go, else the milliseconds to wait
   */
  take(perSecond: number, now: number): number {
    if (now < this.nextAt) return this.nextAt - now;
    this.nextAt = Math.max(this.nextAt, now - 1) + 1000 / perSecond;
    return 0;
  }
}
