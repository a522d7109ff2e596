import { EventEmitter, once } from 'node:events';
import { Queue, Worker, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  configureQueueBackend,
  disconnect,
  Doorbell,
  producerOptions,
  workerOptions,
  type DrainJob,
  type LaneQueue,
  type QueueServers,
} from '#queue';
import {
  createDatabase,
  createRedisDatabase,
  hasRedis,
  startRedis,
  until,
  type TestDatabase,
} from '../support/index.js';

/** A worker of one lane that records what it drains, and can be held in the middle of a job. */
class Drainer {
  readonly drained: string[] = [];
  hold: Promise<void> | undefined;
  private readonly worker: Worker<DrainJob>;
  private readonly options: WorkerOptions;
  private readonly signal = new EventEmitter().setMaxListeners(0);

  constructor(lane: LaneQueue, servers: QueueServers) {
    this.options = workerOptions(servers);
    this.worker = new Worker<DrainJob>(
      lane,
      async ({ data }) => {
        this.drained.push(data.endpointId);
        this.signal.emit('drained');
        await this.hold;
      },
      { ...this.options, concurrency: 4 },
    );
    this.worker.on('error', () => {});
  }

  ready = () => this.worker.waitUntilReady();
  close = async () => {
    await this.worker.close();
    disconnect(this.options);
  };

  count = (endpointId: string) => this.drained.filter((id) => id === endpointId).length;

  /** Resolves when the endpoint has been drained at least that often. */
  async saw(endpointId: string, times = 1): Promise<void> {
    while (this.count(endpointId) < times) await once(this.signal, 'drained');
  }
}

function latch(): { promise: Promise<void>; open: () => void } {
  let open = () => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

const nobodyHome = (error: Error) => {
  throw error;
};

describe.each(['PostgreSQL', 'Redis'])('the doorbell on %s', (backend) => {
  const redis = backend === 'Redis';
  let database: TestDatabase;
  let servers: QueueServers;
  let doorbell: Doorbell;
  let drainer: Drainer;

  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  beforeEach(async ({ skip }) => {
    if (redis && !hasRedis()) skip('redis-server is not installed');
    servers = { databaseUrl: database.url, redisUrl: redis ? await createRedisDatabase() : undefined };
    configureQueueBackend(servers);
    doorbell = new Doorbell(servers, nobodyHome);
    drainer = new Drainer('deliveries', servers);
    await drainer.ready();
  });
  afterEach(async () => {
    await doorbell?.close();
    await drainer?.close();
  });

  const jobCounts = async () => {
    const queue = new Queue('deliveries', producerOptions(servers));
    try {
      return await queue.getJobCounts();
    } finally {
      await queue.close();
      disconnect(queue.opts);
    }
  };
  const idle = () =>
    until(async () => expect(Object.values(await jobCounts()).every((count) => count === 0)).toBe(true));

  it('wakes a worker, and only that of its lane', async () => {
    const deprovisioning = new Drainer('deprovisioning', servers);
    await deprovisioning.ready();
    doorbell.ring('deliveries', 'ep_1');
    doorbell.ring('deprovisioning', 'ep_2');
    await Promise.all([drainer.saw('ep_1'), deprovisioning.saw('ep_2')]);
    expect(drainer.drained).toEqual(['ep_1']);
    expect(deprovisioning.drained).toEqual(['ep_2']);
    await deprovisioning.close();
  });

  it('makes one job of a thousand rings, and one or two more of those that came during it', async () => {
    const { promise, open } = latch();
    drainer.hold = promise;
    for (let i = 0; i < 1000; i++) doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1');
    for (let i = 0; i < 1000; i++) doorbell.ring('deliveries', 'ep_1');
    doorbell.ring('deliveries', 'ep_sentinel');
    await drainer.saw('ep_sentinel');
    expect(drainer.count('ep_1')).toBe(1);
    open();
    await drainer.saw('ep_1', 2);
    await idle();
    // The bell adds at once and once more after its pause: on a slow server the second may come when the first has been taken.
    expect(drainer.count('ep_1')).toBeLessThanOrEqual(3);
  });

  it('rings one endpoint every few milliseconds at most, and once more for the last ring', async () => {
    for (let n = 0; n < 20; n++) {
      doorbell.ring('deliveries', 'ep_often');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await drainer.saw('ep_often');
    const rung = drainer.count('ep_often');
    expect(rung).toBeLessThan(15);
    doorbell.ring('deliveries', 'ep_often');
    await drainer.saw('ep_often', rung + 1);
    // The tests of a backend share its queue: what is rung here must not be drained in the next one.
    await idle();
  });

  it('rings many endpoints at once', async () => {
    const endpoints = Array.from({ length: 600 }, (_, i) => `ep_${i}`);
    for (const endpoint of endpoints) doorbell.ring('deliveries', endpoint);
    await Promise.all(endpoints.map((endpoint) => drainer.saw(endpoint)));
    expect([...drainer.drained].sort()).toEqual([...endpoints].sort());
  });

  it('wakes at a time, whatever waits for a later one', async () => {
    doorbell.ringAt('deliveries', 'ep_1', new Date(Date.now() + 3_600_000));
    doorbell.ringAt('deliveries', 'ep_1', new Date(Date.now() + 7_200_000));
    await until(async () => expect(await jobCounts()).toMatchObject({ delayed: 1 }));
    doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1', 1);
    doorbell.ringAt('deliveries', 'ep_1', new Date(Date.now() + 150));
    await drainer.saw('ep_1', 2);
    doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1', 3);
    expect(await jobCounts()).toMatchObject({ delayed: 1 });
  });

  it('gets through anew where a crashed process left its deduplication key', async () => {
    const { promise, open } = latch();
    drainer.hold = promise;
    doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1');
    doorbell.ringAnew('deliveries', 'ep_1');
    await drainer.saw('ep_1', 2);
    open();
  });

  it('sends before closing what was rung before', async () => {
    doorbell.ring('deliveries', 'ep_last');
    await doorbell.close();
    await drainer.saw('ep_last');
    doorbell.ring('deliveries', 'ep_after');
  });
});

describe.skipIf(!hasRedis())('without a server', () => {
  it('ringing neither throws nor hangs, and works again when Redis is back', async () => {
    const redis = await startRedis();
    const servers = { databaseUrl: 'postgresql://nowhere.invalid/none', redisUrl: redis.url };
    configureQueueBackend(servers);
    const errors: Error[] = [];
    const doorbell = new Doorbell(servers, (error) => errors.push(error));
    const drainer = new Drainer('deliveries', servers);
    await drainer.ready();
    doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1');

    await redis.stop();
    await until(() => {
      doorbell.ring('deliveries', 'ep_1');
      doorbell.ringAt('deliveries', 'ep_1', new Date(Date.now() + 60_000));
      expect(errors.length).toBeGreaterThan(0);
    });

    const again = await startRedis(redis.port);
    await until(async () => {
      doorbell.ring('deliveries', 'ep_2');
      await until(() => expect(drainer.count('ep_2')).toBeGreaterThan(0), 200);
    }, 25_000);
    await doorbell.close();
    await drainer.close();
    await again.stop();
  });

  it('a doorbell built before its server works once it is there, and closes when it is gone again', async () => {
    const redis = await startRedis();
    await redis.stop();
    const servers = { databaseUrl: 'postgresql://nowhere.invalid/none', redisUrl: redis.url };
    configureQueueBackend(servers);
    const errors: Error[] = [];
    const doorbell = new Doorbell(servers, (error) => errors.push(error));
    doorbell.ring('deliveries', 'ep_1');
    await until(() => expect(errors.length).toBeGreaterThan(0));
    const late = await startRedis(redis.port);
    const drainer = new Drainer('deliveries', servers);
    await until(async () => {
      doorbell.ring('deliveries', 'ep_2');
      await until(() => expect(drainer.count('ep_2')).toBeGreaterThan(0), 200);
    }, 25_000);
    await drainer.close();
    await late.stop();
    await doorbell.close();
  });

  it('several nodes are a cluster', async () => {
    const node = await startRedis(undefined, [
      '--cluster-enabled',
      'yes',
      '--cluster-announce-ip',
      '127.0.0.1',
      '--databases',
      '1',
    ]);
    const client = new Redis(node.url);
    await client.cluster('ADDSLOTSRANGE', 0, 16_383);
    await until(async () => expect(await client.cluster('INFO')).toContain('cluster_state:ok'));
    client.disconnect();
    const servers = { databaseUrl: 'postgresql://nowhere.invalid/none', redisUrl: `${node.url},${node.url}` };
    configureQueueBackend(servers);
    const doorbell = new Doorbell(servers, nobodyHome);
    const drainer = new Drainer('deliveries', servers);
    await drainer.ready();
    doorbell.ring('deliveries', 'ep_1');
    await drainer.saw('ep_1');
    await doorbell.close();
    await drainer.close();
    await node.stop();
  });
});
