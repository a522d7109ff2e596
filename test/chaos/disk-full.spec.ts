import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
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
    const load = await scene.load(randomOf('disk full'));
    const { tally } = scene.ledger;
    await sleep((settings().loadSeconds * 1_000) / 3);
    world.postgres.disk!.fill();
    await until(() => expect(tally.refused + tally.unanswered).toBeGreaterThan(5), 90_000);
    await sleep((settings().loadSeconds * 1_000) / 3);
    world.postgres.disk!.free();
    // With no room for the write-ahead log, the server has ended itself.
    if (!world.postgres.isRunning) await world.postgres.start();
    await world.ready();
    await sleep((settings().loadSeconds * 1_000) / 3);
    await load.stop();
    await expectNothingLost(scene);
    expect(tally.accepted).toBeGreaterThan(50);
  });
});
