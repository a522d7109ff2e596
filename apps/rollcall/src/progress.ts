const QUIET_MS = 2_000;
const REPEAT_MS = 5_000;

/** Prints a line about work that takes longer than two seconds, then every five seconds until it is done. */
export async function withProgress<T>(label: string, work: Promise<T>): Promise<T> {
  const started = performance.now();
  const print = () => console.log(`${label} … ${Math.round((performance.now() - started) / 1000)} s`);
  let ticker: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    print();
    ticker = setInterval(print, REPEAT_MS);
  }, QUIET_MS);
  try {
    return await work;
  } finally {
    clearTimeout(first);
    clearInterval(ticker);
  }
}
