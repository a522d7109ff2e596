import { BASELINE } from './worst-bodies.js';

/** What the work below takes on the machine for which docs/performance.md promises 50 ms. */
const REFERENCE_MS = 6.8;
const ATTEMPTS = 5;

/**
 * How much slower this machine is now than that one: by work that has nothing to do with the attacked process, in time of the processor,
 * so that whatever else runs does not count. Never below 1: on a faster machine the promise stays as it is.
 */
export function timesSlower(): number {
  let best = Infinity;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const begun = process.cpuUsage();
    JSON.stringify(JSON.parse(BASELINE.body));
    const { user, system } = process.cpuUsage(begun);
    best = Math.min(best, (user + system) / 1_000);
  }
  return Math.max(best / REFERENCE_MS, 1);
}
