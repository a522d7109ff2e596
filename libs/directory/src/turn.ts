import { setImmediate as nextTurn } from 'node:timers/promises';

/** Others have the event loop at least so often. */
const TURN_MS = 10;

/** Work on many users, which leaves the event loop to others between two of them. */
export class Turn {
  private began = performance.now();

  /** Between two users: goes on in another turn of the loop where this one took long. */
  async next(): Promise<void> {
    if (performance.now() - this.began < TURN_MS) return;
    await nextTurn();
    this.began = performance.now();
  }
}
