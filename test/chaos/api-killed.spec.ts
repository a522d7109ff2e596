import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisInstalled } from '../support/index.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { World } from './world.js';

describe.skipIf(!redisInstalled())('SIGKILL of the api', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis: 'memory' });
  });

  afterAll(() => world.close());

  it('between commit and enqueue', async () => {
    const scene = await world.scene('between commit and enqueue');
    // Nobody can be rung, and nobody sweeps, until the api is dead.
    world.worker.freeze();
    await world.redis.kill();
    await scene.createPeople(50);
    await world.api.kill();
    await world.redis.start();
    expect(await world.redis.keys()).toBe(0);
    expect(scene.inbox.arrivals).toEqual([]);
    world.worker.thaw();
    await world.api.start();
    await expectNothingLost(scene);
  });

  it('under load', async () => {
    const scene = await world.scene('load');
    const load = await scene.load(randomOf('api under load'));
    for (let times = 0; times < settings().kills; times++) {
      await load.goesOn();
      await world.api.kill();
      await world.api.start();
    }
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally.unanswered).toBeGreaterThan(0);
  });
});
