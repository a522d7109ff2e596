import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats an assertion until it passes, for conditions that no signal announces.
 * @throws the assertion's last error after `timeoutMs`.
 */
export async function until<T>(assertion: () => T | Promise<T>, timeoutMs = 30_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
      await sleep(20);
    }
  }
}
