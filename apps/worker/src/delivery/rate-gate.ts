import { setTimeout as sleep } from 'node:timers/promises';

/** Other requests wait this much longer while a deprovisioning waits for the same slot. */
const COURTESY_MS = 5;
/** Places are taken for this long at once: less asking for fast endpoints, and what is left unused is little. */
const AHEAD_MS = 100;
/** How late a place may be used. Timers are late; what is missed by more is no reason for a burst. */
const LATE_MS = 10;
/** Until the answer about the next places may be there. */
const ASKING_MS = 5;
const ASK_AGAIN_MS = 250;

/** @returns milliseconds until the first of these places, one every `spacingMs`, which nobody else has */
export type Reserve = (spacingMs: number, places: number) => Promise<number>;

/**
 * Spreads the requests to an endpoint evenly over time, with no burst to make up for idle time. The places are allotted to all
 * workers together; in this one deprovisioning goes first.
 */
export class RateGate {
  /** Of the places we have: when the next one is, monotonic, and how many. */
  private nextAt = 0;
  private left = 0;
  /** Places behind those, asked for in time. */
  private following: { at: number; places: number } | undefined;
  private asking = false;
  /** The place that somebody urgent waits for. */
  private urgentAt = -1;

  constructor(
    private readonly reserve: Reserve,
    private readonly onError: (error: Error) => void,
  ) {}

  /**
   * Takes a place when one is free.
   * @param now monotonic milliseconds
   * @returns 0 when the request may go, else the milliseconds after which to ask again
   */
  take(perSecond: number, now: number, isUrgent = false): number {
    const spacing = 1000 / perSecond;
    while (this.hasPlace() && this.nextAt < now - Math.max(spacing, LATE_MS)) this.advance(spacing);
    const places = Math.max(1, Math.floor(AHEAD_MS / spacing));
    if (this.left <= places / 2 && this.following === undefined && !this.asking) void this.ask(spacing, places);
    if (this.left === 0) return ASKING_MS;
    const isReserved = !isUrgent && this.urgentAt === this.nextAt;
    const free = this.nextAt + (isReserved ? COURTESY_MS : 0);
    if (now < free) {
      if (isUrgent) this.urgentAt = this.nextAt;
      return free - now;
    }
    this.advance(spacing);
    return 0;
  }

  private hasPlace(): boolean {
    if (this.left === 0 && this.following !== undefined) {
      ({ at: this.nextAt, places: this.left } = this.following);
      this.following = undefined;
    }
    return this.left > 0;
  }

  private advance(spacing: number): void {
    this.nextAt += spacing;
    this.left -= 1;
  }

  private async ask(spacing: number, places: number): Promise<void> {
    this.asking = true;
    try {
      const wait = await this.reserve(spacing, places);
      this.following = { at: performance.now() + wait, places };
    } catch (error) {
      this.onError(error as Error);
      await sleep(ASK_AGAIN_MS);
    }
    this.asking = false;
  }
}
