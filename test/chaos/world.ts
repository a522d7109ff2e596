import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { freePort } from '../support/free-port.js';
import { until } from '../support/index.js';
import { HttpClient } from './http-client.js';
import { KillablePostgres } from './killable-postgres.js';
import { KillableRedis } from './killable-redis.js';
import { PartProcess } from './part-process.js';
import { Scene } from './scene.js';
import { TcpProxy } from './tcp-proxy.js';
import { VerifyingReceiver } from './verifying-receiver.js';

export interface WorldOptions {
  /** `none`: the queues live in PostgreSQL. */
  redis: 'none' | 'memory' | 'appendonly';
  /** Speaks to its servers through proxies that can fall silent, drop and delay. */
  proxied?: boolean;
  /** Gives the data directory a file system of this size. */
  diskBytes?: number;
  /** How many workers share the work; one unless given. */
  workers?: number;
  /** One attempt; a lease is this and ten seconds. */
  requestTimeoutSeconds?: number;
  /** The mail server that it sends by; no mail unless given. */
  smtpUrl?: string;
}

/** The built product in processes of its own, with servers of its own that may be killed. */
export class World {
  private readonly scenes: Scene[] = [];

  private constructor(
    readonly postgres: KillablePostgres,
    private readonly ownRedis: KillableRedis | undefined,
    private readonly proxies: { postgres: TcpProxy; redis: TcpProxy | undefined } | undefined,
    readonly receiver: VerifyingReceiver,
    readonly api: PartProcess,
    readonly workers: PartProcess[],
    readonly url: string,
    readonly rest: HttpClient,
  ) {}

  static async start({
    redis,
    proxied = false,
    diskBytes,
    workers: count = 1,
    requestTimeoutSeconds = 5,
    smtpUrl,
  }: WorldOptions): Promise<World> {
    const [postgres, ownRedis, receiver, port] = await Promise.all([
      KillablePostgres.start({ diskBytes }),
      redis === 'none' ? undefined : KillableRedis.start({ appendonly: redis === 'appendonly' }),
      VerifyingReceiver.start(),
      freePort(),
    ]);
    const proxies = proxied
      ? {
          postgres: await TcpProxy.start(portOf(postgres.url)),
          redis: ownRedis && (await TcpProxy.start(portOf(ownRedis.url))),
        }
      : undefined;
    const apiKey = randomBytes(24).toString('hex');
    const environment = {
      PORT: String(port),
      DATABASE_URL: through(postgres.url, proxies?.postgres),
      ...(ownRedis && { REDIS_URL: through(ownRedis.url, proxies?.redis) }),
      ...(smtpUrl !== undefined && { SMTP_URL: smtpUrl, MAIL_FROM: 'Rollcall <rollcall@example.com>' }),
      ROLLCALL_API_KEY: apiKey,
      ROLLCALL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
      ROLLCALL_REQUEST_TIMEOUT: `${requestTimeoutSeconds}s`,
      ROLLCALL_RETRY_SCHEDULE: '1s,1s,2s,2s,5s,5s,5s,5s,5s,5s',
      ROLLCALL_RETRY_JITTER: '0',
    };
    const url = `http://127.0.0.1:${port}`;
    const api = new PartProcess('api', environment);
    const workers = Array.from({ length: count }, () => new PartProcess('worker', environment));
    const world = new World(postgres, ownRedis, proxies, receiver, api, workers, url, new HttpClient(url, apiKey));
    await api.start();
    await Promise.all(workers.map((worker) => worker.start()));
    return world;
  }

  /** The first one. */
  get worker(): PartProcess {
    return this.workers[0]!;
  }

  get redis(): KillableRedis {
    if (this.ownRedis === undefined) throw new Error('this world has no Redis');
    return this.ownRedis;
  }

  get postgresProxy(): TcpProxy {
    if (this.proxies === undefined) throw new Error('this world has no proxies');
    return this.proxies.postgres;
  }

  get redisProxy(): TcpProxy {
    if (this.proxies?.redis === undefined) throw new Error('this world has no proxy of a Redis');
    return this.proxies.redis;
  }

  /** A directory of its own with an endpoint that listens to all of it. */
  async scene(name: string): Promise<Scene> {
    const scene = await Scene.create(this, name);
    this.scenes.push(scene);
    return scene;
  }

  /** Resolves when the api answers again. */
  async ready(): Promise<void> {
    await until(async () => {
      if (this.accidents.length === 0) await this.rest.get('/health/ready');
    }, 60_000);
    this.expectNoAccidents();
  }

  /** What nobody killed must be running still. */
  expectNoAccidents(): void {
    expect(this.accidents).toEqual([]);
  }

  private get accidents(): string[] {
    return [this.api, ...this.workers].flatMap((part) => part.accidents);
  }

  async close(): Promise<void> {
    this.api.thaw();
    for (const worker of this.workers) worker.thaw();
    await Promise.all([this.rest.close(), ...this.scenes.map((scene) => scene.close())]);
    await Promise.all([this.api, ...this.workers].map((part) => part.stop()));
    await Promise.all([this.proxies?.postgres.close(), this.proxies?.redis?.close()]);
    await Promise.all([this.receiver.close(), this.ownRedis?.close(), this.postgres.close()]);
  }
}

const portOf = (url: string): number => Number(new URL(url).port);

const through = (url: string, proxy: TcpProxy | undefined): string =>
  proxy === undefined ? url : Object.assign(new URL(url), { port: String(proxy.port) }).href;
