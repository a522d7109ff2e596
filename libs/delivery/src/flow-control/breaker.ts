/** The breaker opens after this many failures in a row, if they are of at least RESOURCES users or groups. */
const FAILURES = 10;
/** How many users or groups must fail before the breaker opens: one user's failure alone must never delay another. */
const RESOURCES = 5;
const LONGEST_MS = 60_000;

/**
 * `half-open`: one request may test the endpoint, and none has started. `probing`: that request is under way.
 */
export type BreakerState = 'closed' | 'open' | 'half-open' | 'probing';

/**
 * Keeps an endpoint that only fails from being tried with everything it has not got: while it is open nothing is claimed, so no
 * delivery loses a step of its ladder. It keeps no time: who opens it calls `halfOpen` when that is over.
 */
export class Breaker {
  private failures = 0;
  private readonly resources = new Set<string>();
  private current: BreakerState = 'closed';
  private nextOpenMs: number;

  /** @param delaysMs the ladder: open for its first step, twice as long after each failed probe, at most its third step and a minute */
  constructor(private readonly delaysMs: readonly number[]) {
    this.nextOpenMs = this.longest(delaysMs[0]);
  }

  get state(): BreakerState {
    return this.current;
  }

  /** A receiver that answers is well, whoever was sent. @returns whether this closed it */
  succeeded(): boolean {
    const closes = this.current !== 'closed';
    this.failures = 0;
    this.resources.clear();
    this.current = 'closed';
    this.nextOpenMs = this.longest(this.delaysMs[0]);
    return closes;
  }

  /**
   * @param isProbe requests that began before it opened say nothing new
   * @returns for how many milliseconds it opens, where this failure opens it
   */
  failed(resourceId: string, isProbe: boolean): number | undefined {
    if (this.current === 'closed') {
      this.failures += 1;
      if (this.resources.size < RESOURCES) this.resources.add(resourceId);
      if (this.failures < FAILURES || this.resources.size < RESOURCES) return undefined;
    } else if (!isProbe) return undefined;
    this.current = 'open';
    const openMs = this.nextOpenMs;
    this.nextOpenMs = this.longest(openMs * 2);
    return openMs;
  }

  halfOpen(): void {
    if (this.current === 'open') this.current = 'half-open';
  }

  /** @returns whether the one probe is the caller's; it ends with `succeeded`, `failed` or `returnProbe`. */
  takeProbe(): boolean {
    if (this.current !== 'half-open') return false;
    this.current = 'probing';
    return true;
  }

  /** It was not made, or it told nothing. */
  returnProbe(): void {
    if (this.current === 'probing') this.current = 'half-open';
  }

  private longest(ms = LONGEST_MS): number {
    return Math.min(ms, this.delaysMs[2] ?? LONGEST_MS, LONGEST_MS);
  }
}
