/**
 * What is known of how long an endpoint holds a connection: `prompt` when its last request ended soon (whatever the answer), `slow` when it
 * did not or when one is under way for long, `unknown` before the first.
 */
export type Standing = 'prompt' | 'unknown' | 'slow';

export interface ShareSizes {
  prompt: number;
  /** What is unknown and slow together: an endpoint that hangs was unknown when it began. */
  doubtful: number;
  /** Cap on starting requests to slow endpoints (`doubtful`). Running requests that become slow may exceed the cap. */
  slow: number;
}

/**
 * The requests of a lane that may be under way in this process at once, to all endpoints together. However many endpoints hang, they
 * hold their own share of sockets and memory and nobody else's.
 */
export class RequestShares {
  private readonly underWay: Record<Standing, number> = { prompt: 0, unknown: 0, slow: 0 };
  /** Whom to tell, in the order of asking. */
  private readonly waiting: Record<Standing, Map<string, () => void>> = {
    prompt: new Map(),
    unknown: new Map(),
    slow: new Map(),
  };

  constructor(private readonly sizes: ShareSizes) {}

  room(standing: Standing): number {
    const { prompt, unknown, slow } = this.underWay;
    if (standing === 'prompt') return Math.max(0, this.sizes.prompt - prompt);
    const doubtful = this.sizes.doubtful - unknown - slow;
    return Math.max(0, standing === 'unknown' ? doubtful : Math.min(doubtful, this.sizes.slow - slow));
  }

  /** To be called with room. */
  take(standing: Standing): void {
    this.underWay[standing] += 1;
  }

  leave(standing: Standing): void {
    this.underWay[standing] -= 1;
    this.tell();
  }

  /** The endpoint of `count` requests has come to be known better. */
  move(from: Standing, to: Standing, count: number): void {
    this.underWay[from] -= count;
    this.underWay[to] += count;
    this.tell();
  }

  /** Tells once, when there may be room; a second wish of the same `key` replaces the first. */
  whenFree(standing: Standing, key: string, tell: () => void): void {
    this.waiting[standing].set(key, tell);
  }

  private tell(): void {
    for (const standing of ['prompt', 'unknown', 'slow'] as const) {
      const waiting = this.waiting[standing];
      let room = waiting.size === 0 ? 0 : this.room(standing);
      for (const [key, tell] of waiting) {
        if (room-- <= 0) break;
        waiting.delete(key);
        tell();
      }
    }
  }
}
