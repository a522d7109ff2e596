import { type Clock } from '../clock.js';

/** Other requests wait this much longer while a deprovisioning waits for the same slot. */
const PRIORITY_YIELD_MS = 5;
/** Slots are reserved for this long at once: fast endpoints ask less often, and few slots are left unused. */
const AHEAD_MS = 100;
/** How late a slot may be used. Timers are late; what is missed by more is no reason for a burst. */
const LATE_MS = 10;
/** The answer about the next slots may be there after this. */
const ASKING_MS = 5;
const ASK_AGAIN_MS = 250;

/** @returns milliseconds until the first of these slots, one every `intervalMs`, which nobody else has */
export type Reserve = (intervalMs: number, slots: number) => Promise<number>;

/**
 * Spreads the requests to an endpoint evenly over time, with no burst to make up for idle time. The slots are allotted to all
 * workers together; in this one deprovisioning goes first.
 */
export class RateLimiter {
  /** Of the slots that this process has: when the next one is, monotonic, and how many there are. */
  private nextAt = 0;
  private left = 0;
  /** Slots behind those, reserved in time. */
  private following: { at: number; slots: number } | undefined;
  private asking = false;
  /** After an error, no reservation is tried before this. */
  private askAgainAt = -Infinity;
  /** The slot that a deprovisioning waits for. */
  private urgentAt = -1;

  constructor(
    private readonly reserve: Reserve,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onError: (error: Error) => void,
  ) {}

  /**
   * Takes a slot when one is free.
   * @param now monotonic milliseconds
   * @returns 0 when the request may go, else the milliseconds after which to ask again
   */
  take(perSecond: number, now: number, isUrgent = false): number {
    const interval = 1000 / perSecond;
    while (this.hasSlot() && this.nextAt < now - Math.max(interval, LATE_MS)) this.advance(interval);
    const slots = Math.max(1, Math.floor(AHEAD_MS / interval));
    const isShort = this.left <= slots / 2 && this.following === undefined;
    if (isShort && !this.asking && now >= this.askAgainAt) void this.ask(interval, slots);
    if (this.left === 0) return ASKING_MS;
    const isReserved = !isUrgent && this.urgentAt === this.nextAt;
    const free = this.nextAt + (isReserved ? PRIORITY_YIELD_MS : 0);
    if (now < free) {
      if (isUrgent) this.urgentAt = this.nextAt;
      return free - now;
    }
    this.advance(interval);
    return 0;
  }

  private hasSlot(): boolean {
    if (this.left === 0 && this.following !== undefined) {
      ({ at: this.nextAt, slots: this.left } = this.following);
      this.following = undefined;
    }
    return this.left > 0;
  }

  private advance(interval: number): void {
    this.nextAt += interval;
    this.left -= 1;
  }

  private async ask(interval: number, slots: number): Promise<void> {
    this.asking = true;
    try {
      const wait = await this.reserve(interval, slots);
      this.following = { at: this.clock.now() + wait, slots };
    } catch (error) {
      this.askAgainAt = this.clock.now() + ASK_AGAIN_MS;
      this.onError(error as Error);
    }
    this.asking = false;
  }
}
