import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const MOST_TRIES = 12;

/** How long the source wants us to wait, in milliseconds; null where it does not say; undefined where it refused for another reason. */
export type Throttling = (error: unknown) => number | null | undefined;

export interface Patience {
  signal?: AbortSignal;
  /** Told before every wait, of so many milliseconds. */
  onWait?: (ms: number) => void;
}

/** Repeats a call that its rate limit refused: after the time that the source names, else after twice the last one. */
export async function withBackoff<T>(
  call: () => Promise<T>,
  throttling: Throttling,
  { signal, onWait }: Patience = {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const named = throttling(error);
      if (named === undefined || tries === MOST_TRIES) throw error;
      const own = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      const wait = named ?? own;
      onWait?.(wait);
      await sleep(wait, undefined, { signal });
    }
  }
}
