import { type Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { ManagementClient } from '../e2e/management-client.js';
import { LOOPBACK } from '../e2e/pulled-directory.js';
import { PulledRound } from './pulled-round.js';

/**
 * By hand (CONTRIBUTING.md): `PULL_ROUNDS` is how many rounds there are, of some seconds each; `PULL_SEED` where their seeds begin, one
 * seed each. In CI no round is played: what rounds have found has a test of its own in test/integration/sync-*.spec.ts.
 */
const seed = Number(process.env['PULL_SEED'] ?? Math.floor(Math.random() * 1_000_000_000));
const rounds = Number(process.env['PULL_ROUNDS'] ?? 0);

let client: ManagementClient;
let workers: RunningWorker[];
let pool: Pool;

beforeAll(async () => {
  if (rounds === 0) return;
  client = await ManagementClient.start(LOOPBACK);
  workers = await Promise.all([client.startWorker(), client.startWorker()]);
  pool = createPool(client.database.ownerUrl, { max: 1, name: 'test' });
});
afterAll(async () => {
  if (rounds === 0) return;
  await pool.end();
  await Promise.all(workers.map((worker) => worker.close()));
  await client.stop();
});

it.skipIf(rounds === 0)(
  'keeps a pulled directory right whatever requests meet each other while it syncs',
  async () => {
    const failed: string[] = [];
    for (let index = 0; index < rounds; index += 1) {
      const problems = await new PulledRound(client, pool, seed + index).run();
      if (problems.length > 0)
        failed.push(`seed ${seed + index} (again: PULL_SEED=${seed + index} PULL_ROUNDS=1):\n${problems.join('\n')}`);
    }
    console.log(`pulled directories: seeds from ${seed}, ${rounds} rounds, ${failed.length} failed`);
    expect(failed.join('\n\n')).toBe('');
  },
  90_000 + rounds * 60_000,
);
