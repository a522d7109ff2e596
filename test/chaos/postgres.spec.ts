import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopBetweenPages } from './announcement-pages.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { World } from './world.js';

// Without a Redis the queues are in PostgreSQL, too, and a restart takes everything away at once.
describe('PostgreSQL, which also holds the queues,', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis: 'none' });
  });

  afterAll(() => world.close());

  it.each(['restarted', 'killed'] as const)('is %s under load', async (fault) => {
    const random = randomOf(`postgres ${fault}`);
    const scene = await world.scene(fault);
    const load = await scene.load(random);
    for (let times = 0; times < settings().kills; times++) {
      await load.goesOn();
      await (fault === 'restarted' ? world.postgres.stop() : world.postgres.kill());
      await sleep(random.between(0, 1_500));
      await world.postgres.start();
      await world.ready();
    }
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect([...scene.ledger.statuses].filter((status) => status !== 503)).toEqual([]);
    // The fault was felt.
    expect(scene.ledger.tally.refused + scene.ledger.tally.unanswered).toBeGreaterThan(0);
  });

  it('is killed in the middle of the announcements of a large membership change', async () => {
    const scene = await world.scene('announcements');
    await stopBetweenPages(scene);
    await world.postgres.kill();
    await world.postgres.start();
    await world.ready();
    await expectNothingLost(scene);
  });

  it('does not let the api enqueue what it has committed, until the api is killed', async () => {
    const scene = await world.scene('between commit and enqueue');
    world.worker.freeze();
    const session = await world.postgres.session();
    const tables = await world.postgres.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'`,
    );
    await session.query('BEGIN');
    await session.query(`LOCK TABLE ${tables.map(({ name }) => name).join(', ')} IN ACCESS EXCLUSIVE MODE`);
    await scene.createPeople(50);
    await world.api.kill();
    // A statement that waits for a lock does not notice that its client is gone.
    await session.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'rollcall-queue'`,
    );
    await session.end();
    expect(scene.inbox.arrivals).toEqual([]);
    world.worker.thaw();
    await world.api.start();
    await expectNothingLost(scene);
  });
});
