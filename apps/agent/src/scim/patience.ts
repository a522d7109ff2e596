/** Tries of a request to which nobody answers, or with an error of the server's own. */
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** Whatever the server asks for: a request does not wait longer than this in all. The next run goes on. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** How long one request is tried. */
export class Patience {
  private tries = 0;
  private waited = 0;

  /**
   * @param asked milliseconds of `Retry-After`: the server is there, and says when
   * @returns how long to wait before the next try; undefined: it is given up
   */
  next(asked: number | undefined, random = Math.random()): number | undefined {
    if (asked === undefined) this.tries += 1;
    if (this.tries >= MOST_TRIES) return undefined;
    const own = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(this.tries - 1, 0), LONGEST_PAUSE_MS);
    // Those who were sent away together do not come back together.
    const pause = asked === undefined ? own * (1 + random / 2) : asked + own * random;
    this.waited += pause;
    return this.waited > LONGEST_WAIT_MS ? undefined : pause;
  }
}
