import { type MockInstance, vi } from 'vitest';
import { TokenBucket } from '../../apps/api/src/limits/token-bucket.js';

/**
 * From now on no bucket of this process refills, until the spy is restored: so that requests meet their limit on a machine that is slower
 * than the limit's rate, too.
 */
export function refillNothing(): MockInstance {
  return vi.spyOn(TokenBucket.prototype as unknown as { refill(now: number): void }, 'refill').mockReturnValue();
}
