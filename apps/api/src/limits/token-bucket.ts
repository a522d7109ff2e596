export interface RatePolicy {
  /** Requests a second that are sustained. */
  rate: number;
  /** Burst size. */
  burst: number;
}

export interface RateState {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the whole burst is there again. */
  reset: number;
  /** Whole seconds until the next request is let through; 0 while there is one left. */
  retryAfter: number;
}

/** A bucket of `burst` tokens that refills by `rate` a second; each request takes one. */
export class TokenBucket {
  private tokens: number;

  constructor(
    private readonly policy: RatePolicy,
    private at: number,
  ) {
    this.tokens = policy.burst;
  }

  isOf(policy: RatePolicy): boolean {
    return policy.rate === this.policy.rate && policy.burst === this.policy.burst;
  }

  /**
   * @param now milliseconds of any monotonic clock
   * @param cost tokens that it takes; 0 only looks
   */
  take(now: number, cost = 1): RateState {
    const { rate, burst } = this.policy;
    this.refill(now);
    const allowed = this.tokens >= cost;
    if (allowed) this.tokens -= cost;
    return {
      allowed,
      limit: burst,
      remaining: Math.floor(this.tokens),
      reset: Math.ceil((burst - this.tokens) / rate),
      retryAfter: allowed ? 0 : Math.max(1, Math.ceil((cost - this.tokens) / rate)),
    };
  }

  /** For what has happened already: those under way at once may owe as much as a whole burst. */
  charge(now: number, cost: number): void {
    this.refill(now);
    this.tokens = Math.max(this.tokens - cost, -this.policy.burst);
  }

  private refill(now: number): void {
    const { rate, burst } = this.policy;
    this.tokens = Math.min(burst, this.tokens + (Math.max(now - this.at, 0) / 1_000) * rate);
    this.at = now;
  }
}
