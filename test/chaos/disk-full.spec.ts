import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { expectNothingLost } from './invariants.js';
import { randomOf } from './run-settings.js';
import { SmallDisk } from './small-disk.js';
import { World } from './world.js';

const DISK_BYTES = 256 * 1024 * 1024;

const whyNot = SmallDisk.whyNot();
if (whyNot !== undefined) console.log(`chaos: a full disk is not tested: ${whyNot}`);

describe.skipIf(whyNot !== undefined)('The disk of the database', () => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis: 'none', diskBytes: DISK_BYTES });
  });

  afterAll(() => world.close());

  it('is full under load', async () => {
    const scene = await world.scene('disk full');
    const random = randomOf('disk full');
    const load = await scene.load(random);
    const { tally } = scene.ledger;
    await load.goesOn();
    world.postgres.disk!.fill();
    await until(() => expect(tally.refused + tally.unanswered).toBeGreaterThan(5), 90_000);
    await sleep(random.between(0, 3_000));
    world.postgres.disk!.free();
    // With no room for the write-ahead log, the server has ended itself.
    if (!world.postgres.isRunning) await world.postgres.start();
    await world.ready();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect([...scene.ledger.statuses].filter((status) => status !== 503)).toEqual([]);
  });
});
