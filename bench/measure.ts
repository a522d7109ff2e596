/** Runs `work` from `concurrency` loops for a while, after a warm-up. @returns completions per second */
export async function closedLoop(
  concurrency: number,
  seconds: number,
  work: (n: number) => Promise<unknown>,
): Promise<number> {
  let n = 0;
  let measured = 0;
  let counting = false;
  let running = true;
  const loop = async () => {
    while (running) {
      await work(n++);
      if (counting) measured++;
    }
  };
  const loops = Array.from({ length: concurrency }, loop);
  await delay((seconds * 1_000) / 4);
  counting = true;
  const start = performance.now();
  await delay(seconds * 1_000);
  counting = false;
  const elapsed = performance.now() - start;
  running = false;
  await Promise.all(loops);
  return (measured * 1_000) / elapsed;
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

export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? NaN;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
