import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManagementClient } from '../e2e/management-client.js';
import { Round } from './round.js';

/**
 * By hand: `CONCURRENCY_SEED` is where the seeds begin, `CONCURRENCY_ROUNDS` how many rounds there are, one seed each. With
 * `CONCURRENCY_KEEP_GOING=true` a round that fails does not end the run, and the end says how many did.
 * Where nobody says how many, a busy machine plays fewer.
 */
const seed = Number(process.env['CONCURRENCY_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const given = process.env['CONCURRENCY_ROUNDS'];
const rounds = Number(given ?? 25);
const UNASKED_MS = 25_000;
const again = (one: number) => `seed ${one} (again: CONCURRENCY_SEED=${one} CONCURRENCY_ROUNDS=1)`;
const keepsGoing = process.env['CONCURRENCY_KEEP_GOING'] === 'true';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

it(
  'answers, lists and announces what some order of overlapping requests would',
  async () => {
    const statuses = new Map<number, number>();
    const failed: string[] = [];
    const began = performance.now();
    let played = 0;
    for (let index = 0; index < rounds; index++) {
      if (given === undefined && performance.now() - began > UNASKED_MS) break;
      played += 1;
      const round = new Round(app, seed + index);
      const problems = await round.run().catch((error: unknown) => {
        // Nobody could play the round again.
        console.log(`concurrency: the round threw, ${again(seed + index)}`);
        throw error;
      });
      for (const [status, count] of round.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
      if (problems.length === 0) continue;
      failed.push(`${again(seed + index)}:\n${problems.join('\n')}`);
      if (!keepsGoing) break;
    }
    const counts = [...statuses].sort().map(([status, count]) => `${count} x ${status}`);
    console.log(
      `concurrency: seeds from ${seed}, ${played} rounds, ${failed.length} failed; answers: ${counts.join(', ')}`,
    );
    expect(failed.join('\n\n')).toBe('');
  },
  60_000 + rounds * 10_000,
);
