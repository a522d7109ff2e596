import { Injectable } from '@nestjs/common';
import { TokenBucket } from '../limits/token-bucket.js';

/** Requests a second of one directory at one process, where the directory has no limit of its own (docs/scim.md). */
const DEFAULT_RATE = 1_000;
/** An initial sync comes in bursts. */
const BURST_OF_RATE = 10;
/** Directories that are remembered; one that is forgotten begins with a full bucket. */
const MAX_BUCKETS = 10_000;

/** How much of an api process one directory may take. */
@Injectable()
export class ScimRateLimits {
  private readonly buckets = new Map<string, TokenBucket>();

  /** @returns the seconds to wait; 0 lets the request through */
  take(directoryId: string, ownRate: number | null, now: number): number {
    const rate = ownRate ?? DEFAULT_RATE;
    const policy = { rate, burst: rate * BURST_OF_RATE };
    let bucket = this.buckets.get(directoryId);
    this.buckets.delete(directoryId);
    if (bucket?.isOf(policy) !== true) bucket = new TokenBucket(policy, now);
    this.buckets.set(directoryId, bucket);
    if (this.buckets.size > MAX_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return bucket.take(now).retryAfter;
  }
}
