import { Injectable } from '@nestjs/common';
import { Problem } from '../../http/problem.js';
import { type ApiClient } from '../access/api-clients.js';
import { type RatePolicy, type RateState, TokenBucket } from '../../limits/token-bucket.js';

/** Out of every honest client's way; a runaway loop is stopped. */
const DEFAULT_POLICY: RatePolicy = { rate: 1_000, burst: 10_000 };

/** More keys than this at once are not remembered. */
const REMEMBERED = 10_000;

/** Per API key, its access tokens included, and per process: a limit shared by all would cost every request a round trip. */
@Injectable()
export class RateLimits {
  private readonly buckets = new Map<string, TokenBucket>();

  /**
   * Takes one request from the client's budget.
   * @returns the headers that say what is left of it
   * @throws Problem 429 with the same headers and an integer Retry-After
   */
  take(client: Pick<ApiClient, 'keyId' | 'rateLimit'>, who = 'this API key'): Record<string, string> {
    const policy = client.rateLimit === null ? DEFAULT_POLICY : { rate: client.rateLimit, burst: client.rateLimit };
    const state = this.bucketOf(client.keyId, policy).take(performance.now());
    const headers = headersOf(policy, state);
    if (state.allowed) return headers;
    throw new Problem(
      429,
      'RATE_LIMITED',
      `${who} may send ${policy.rate} requests a second; try again in ${state.retryAfter} s`,
      [],
      { ...headers, 'retry-after': String(state.retryAfter) },
    );
  }

  private bucketOf(keyId: string, policy: RatePolicy): TokenBucket {
    const known = this.buckets.get(keyId);
    if (known?.isOf(policy)) return known;
    const bucket = new TokenBucket(policy, performance.now());
    this.buckets.delete(keyId);
    this.buckets.set(keyId, bucket);
    // The oldest: at worst a key has its burst again.
    if (this.buckets.size > REMEMBERED) this.buckets.delete(this.buckets.keys().next().value!);
    return bucket;
  }
}

/** The three fields that clients read today, and the two of draft-ietf-httpapi-ratelimit-headers-10. */
function headersOf({ rate, burst }: RatePolicy, { limit, remaining, reset }: RateState): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
    'ratelimit-policy': `"key";q=${limit};w=${Math.ceil(burst / rate)}`,
    ratelimit: `"key";r=${remaining};t=${reset}`,
  };
}
