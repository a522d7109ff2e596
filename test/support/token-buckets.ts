import { vi } from 'vitest';
import { TokenBucket } from '../../apps/api/src/limits/token-bucket.js';

/**
 * No bucket of this process refills while work is done: requests meet their limit on a machine that is slower than the limit's rate, too.
 */
export async function withoutRefill<T>(work: () => Promise<T>): Promise<T> {
  const prototype = TokenBucket.prototype as unknown as { refill(now: number): void };
  const refill = vi.spyOn(prototype, 'refill').mockReturnValue();
  try {
    return await work();
  } finally {
    refill.mockRestore();
  }
}
