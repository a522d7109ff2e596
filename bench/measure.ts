/** Runs `work` from `concurrency` loops for that long. @returns completions per second */
export async function closedLoop(
  concurrency: number,
  seconds: number,
  work: (n: number) => Promise<unknown>,
  first = 0,
): Promise<number> {
  let n = first;
  let done = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  const loop = async () => {
    while (performance.now() < end) {
      await work(n++);
      done++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  return (done * 1_000) / (performance.now() - start);
}

/** A rate to measure beside others: `work` from `concurrency` loops. */
export interface Rate {
  concurrency: number;
  work: (n: number) => Promise<unknown>;
}

/** Slices of every rate, so that a disturbance from outside hits one slice of each and the median of none. */
const SLICES = 7;

/**
 * Measures rates in turns, a slice of each after another, after a warm-up of one slice that does not count.
 * @param seconds of each rate, in all
 * @returns the median of each in completions per second, and of the slices' ratios to the last one, which is the floor
 */
export async function inTurns(seconds: number, rates: Rate[]): Promise<{ perSecond: number; ratio: number }[]> {
  const slices: number[][] = rates.map(() => []);
  const calls = rates.map(() => 0);
  for (let slice = 0; slice <= SLICES; slice++) {
    for (const [index, { concurrency, work }] of rates.entries()) {
      const counted = (n: number) => {
        calls[index]! += 1;
        return work(n);
      };
      const perSecond = await closedLoop(concurrency, seconds / SLICES, counted, calls[index]);
      if (slice > 0) slices[index]!.push(perSecond);
    }
  }
  const floor = slices.at(-1)!;
  return slices.map((own) => ({
    perSecond: percentile(own, 50),
    ratio: percentile(
      own.map((value, index) => value / floor[index]!),
      50,
    ),
  }));
}

/** Starts `work` at a steady rate, whether or not the last has ended (an open loop hides no queueing). */
export async function openLoop(
  perSecond: number,
  seconds: number,
  work: (n: number) => Promise<unknown>,
): Promise<void> {
  const total = Math.round(perSecond * seconds);
  const start = performance.now();
  const running: Promise<unknown>[] = [];
  for (let n = 0; n < total; n++) {
    const wait = start + (n * 1_000) / perSecond - performance.now();
    if (wait > 1) await delay(wait);
    running.push(work(n));
  }
  await Promise.all(running);
}

export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? NaN;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
