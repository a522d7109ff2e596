import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisInstalled, until } from '../support/index.js';
import { expectNothingLost } from './invariants.js';
import { randomOf, settings } from './run-settings.js';
import { type Scene } from './scene.js';
import { BOTH, type Direction } from './tcp-proxy.js';
import { World } from './world.js';

/** A short run has one world, with a Redis where there is one. */
const WORLDS = redisInstalled()
  ? settings().kills > 1
    ? (['none', 'memory'] as const)
    : (['memory'] as const)
  : (['none'] as const);

/** From the moment when new connections work again; those that fell silent stay so. */
const WORKS_WITHIN_MS = 45_000;
const WAYS: readonly (readonly Direction[])[] = [BOTH, ['toClient'], ['toServer']];

/** A long run loses both ways at once and each way alone; a short one takes one of the three by its seed. */
function waysOf(server: string): readonly (readonly Direction[])[] {
  if (settings().kills > 1) return WAYS;
  const ways = randomOf(`ways of ${server}`).pick(WAYS);
  console.log(`This short run loses what is sent ${named(ways)} at ${server}.`);
  return [ways];
}

const named = (ways: readonly Direction[]): string =>
  ways.map((way) => (way === 'toServer' ? 'to the server' : 'to the client')).join(' and ');

const isReady = async (world: World): Promise<boolean> =>
  (await world.rest.send('GET', '/health/ready')).status === 200;

/** Changes of both directories are accepted again, and webhooks of both arrive. */
async function works(scene: Scene): Promise<void> {
  const directories = [scene, scene.neighbour!];
  const before = directories.map(({ ledger, inbox }) => [ledger.tally.accepted, inbox.arrivals.length] as const);
  await until(() => {
    directories.forEach(({ ledger, inbox }, index) => {
      const [accepted, arrived] = before[index]!;
      expect(ledger.tally.accepted, 'accepted changes').toBeGreaterThan(accepted);
      expect(inbox.arrivals.length, 'webhooks').toBeGreaterThan(arrived);
    });
  }, WORKS_WITHIN_MS);
}

describe.each(WORLDS)('A network that loses what is sent (Redis: %s)', (redis) => {
  let world: World;

  beforeAll(async () => {
    world = await World.start({ redis, proxied: true });
  });

  afterAll(() => world.close());

  // In a long run the world without a Redis loses each way alone, and the other one both at once.
  const ofPostgres = redis === 'none' || settings().kills === 1 ? waysOf('PostgreSQL') : [BOTH];
  it.each(ofPostgres.map((ways) => [named(ways), ways] as const))('sent %s, of PostgreSQL', async (lost, ways) => {
    const scene = await world.scene('silent');
    const load = await scene.load(randomOf(`silence ${redis} ${lost}`));
    await load.goesOn();
    world.postgresProxy.silence(ways);
    const fell = performance.now();
    await until(async () => expect(await isReady(world)).toBe(false), 15_000);
    world.postgresProxy.admit();
    await works(scene);
    console.log(`PostgreSQL silent ${lost}: works again after ${seconds(fell)} s`);
    await world.ready();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect([...scene.ledger.statuses].filter((status) => status !== 503)).toEqual([]);
    expect(scene.ledger.tally.refused + scene.ledger.tally.unanswered).toBeGreaterThan(0);
  });

  it('and breaks every connection to PostgreSQL at once', async () => {
    const scene = await world.scene('dropped');
    const load = await scene.load(randomOf(`drop ${redis}`));
    await load.goesOn();
    world.postgresProxy.drop();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
  });

  it('takes 100 ms each way to PostgreSQL', async () => {
    const scene = await world.scene('slow');
    const load = await scene.load(randomOf(`delay ${redis}`));
    world.postgresProxy.delay(100);
    await works(scene);
    await works(scene);
    world.postgresProxy.delay(0);
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
  });

  if (redis === 'none') return;

  // Redis takes no part in accepting changes and sending webhooks.
  it.each(waysOf('Redis').map((ways) => [named(ways), ways] as const))('sent %s, of Redis', async (lost, ways) => {
    const scene = await world.scene('queue');
    const load = await scene.load(randomOf(`silence of redis ${lost}`));
    await load.goesOn();
    world.redisProxy.silence(ways);
    const fell = performance.now();
    await works(scene);
    console.log(`Redis silent ${lost}: webhooks and changes went on, after ${seconds(fell)} s`);
    world.redisProxy.admit();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
    // The queue rings again, over new connections.
    await until(() => expect(world.redisProxy.isUsed).toBe(true), WORKS_WITHIN_MS);
  });

  // A short run has no time for what the kills of Redis show as well.
  if (settings().kills === 1) return;

  it('and breaks every connection to Redis at once', async () => {
    const scene = await world.scene('cut');
    const load = await scene.load(randomOf('drop of redis'));
    await load.goesOn();
    world.redisProxy.drop();
    await load.goesOn();
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
  });

  it('takes 100 ms each way to Redis', async () => {
    const scene = await world.scene('late');
    const load = await scene.load(randomOf('delay of redis'));
    world.redisProxy.delay(100);
    await works(scene);
    await works(scene);
    world.redisProxy.delay(0);
    await load.stop();
    await expectNothingLost(scene);
    expect(scene.ledger.tally).toMatchObject({ refused: 0, unanswered: 0 });
  });
});

const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(1);
