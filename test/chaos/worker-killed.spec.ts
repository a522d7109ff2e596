import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisInstalled, until } from '../support/index.js';
import { stopBetweenPages } from './announcement-pages.js';
import { auditDeliveries } from './audit.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { World } from './world.js';

describe.skipIf(!redisInstalled())('SIGKILL of the worker', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis: 'memory', requestTimeoutSeconds: 3 });
  });

  afterAll(() => world.close());

  it('in mid-POST, twice, costs no step of the ladder', async () => {
    const scene = await world.scene('mid-POST');
    const arrivals = (count: number) => until(() => expect(scene.inbox.arrivals).toHaveLength(count), 60_000);
    world.receiver.hanging = true;
    await scene.createPeople(1);
    for (const posts of [1, 2]) {
      await arrivals(posts);
      await world.worker.kill();
      if (posts === 2) world.receiver.hanging = false;
      await world.worker.start();
    }
    await expectNothingLost(scene);

    const [audited] = await auditDeliveries(world.postgres, scene.endpointId);
    expect(audited).toMatchObject({ state: 'delivered', step: 1, attempts: 3 });
    const { delivery } = await world.rest.get<{ delivery: { attempts: { number: number; outcome: string }[] } }>(
      `/api/v1/deliveries/${audited!.id}`,
    );
    expect(delivery.attempts.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
      '1 interrupted',
      '2 interrupted',
      '3 delivered',
    ]);
  });

  it('in the middle of the announcements of a large membership change', async () => {
    const scene = await world.scene('announcements');
    const { release } = await stopBetweenPages(scene);
    await world.worker.kill();
    await release();
    await world.worker.start();
    await expectNothingLost(scene);
  });

  it('under load', async () => {
    const scene = await world.scene('load');
    const load = await scene.load(randomOf('worker under load'));
    for (let times = 0; times < settings().kills; times++) {
      await load.goesOn();
      await world.worker.kill();
      await world.worker.start();
    }
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
  });
});
