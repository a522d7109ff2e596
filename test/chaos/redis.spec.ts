import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisInstalled, until } from '../support/index.js';
import { unfinished } from './audit.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { World } from './world.js';

describe.skipIf(!redisInstalled()).each(['memory', 'appendonly'] as const)('Redis (%s)', (redis) => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis });
  });

  afterAll(() => world.close());

  it('is killed under load', async () => {
    const random = randomOf(`redis ${redis}`);
    const scene = await world.scene('killed');
    const load = await scene.load(random);
    for (let times = 0; times < settings().kills; times++) {
      await load.goesOn();
      await world.redis.kill();
      await sleep(random.between(0, 1_000));
      await world.redis.start();
    }
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    // The queue is no part of accepting a change.
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
  });

  // What Redis keeps on disk makes no difference to the rest.
  if (redis === 'appendonly') return;

  it('forgets everything (FLUSHALL) while thousands wait, and again while they leave', async () => {
    const { pending } = settings();
    const scene = await world.scene('flushed');
    world.worker.freeze();
    await scene.createPeople(pending);
    expect(await unfinished(world.postgres, scene)).toMatchObject({ deliveries: pending });
    await world.redis.flushAll();
    world.worker.thaw();
    await until(() => expect(scene.inbox.arrivals.length).toBeGreaterThan(pending / 10), 60_000);
    await world.redis.flushAll();
    await expectNothingLost(scene);
  });

  it('is away under load for a long time', async () => {
    const scene = await world.scene('away');
    const load = await scene.load(randomOf('redis away'));
    await world.redis.kill();
    await sleep(settings().outageSeconds * 1_000);
    const arrived = scene.inbox.arrivals.length;
    // Deliveries go on without it.
    await until(() => expect(scene.inbox.arrivals.length).toBeGreaterThan(arrived), 30_000);
    await world.redis.start();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
  });
});
