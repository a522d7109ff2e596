import { afterAll, beforeAll, describe, it } from 'vitest';
import { redisInstalled } from '../support/index.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { World } from './world.js';

describe.skipIf(!redisInstalled())('SIGKILL of one worker of three', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis: 'memory', workers: 3, requestTimeoutSeconds: 3 });
  });

  afterAll(() => world.close());

  it('under load: no two of them send the events of one user side by side, or out of order', async () => {
    const random = randomOf('one of three workers');
    const scene = await world.scene('load');
    const load = await scene.load(random);
    for (let times = 0; times < settings().kills; times++) {
      await load.goesOn();
      const victim = random.pick(world.workers);
      await victim.kill();
      await load.goesOn();
      await victim.start();
    }
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
  });
});
