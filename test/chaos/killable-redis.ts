import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { freePort } from '../support/free-port.js';

/** A Redis that keeps its port and its directory over crashes; what it remembers is up to `appendonly`. */
export class KillableRedis {
  private child: ChildProcess | undefined;
  private exited: Promise<unknown> = Promise.resolve();
  private readonly directory = mkdtempSync(join(tmpdir(), 'rollcall-chaos-redis-'));

  private constructor(
    private readonly port: number,
    private readonly appendonly: boolean,
  ) {}

  static async start(options: { appendonly: boolean }): Promise<KillableRedis> {
    const redis = new KillableRedis(await freePort(), options.appendonly);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = {
      port: String(this.port),
      bind: '127.0.0.1',
      save: '',
      appendonly: this.appendonly ? 'yes' : 'no',
      dir: this.directory,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    this.exited = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) if (line.includes('Ready to accept connections')) break;
    if (child.exitCode !== null) throw new Error(`redis-server ended with status ${child.exitCode}`);
    child.stdout.resume();
  }

  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  async flushAll(): Promise<void> {
    await this.command((client) => client.flushall());
  }

  /** Keys of any kind: 0 is a queue that knows nothing. */
  keys(): Promise<number> {
    return this.command((client) => client.dbsize());
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async command<T>(run: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url, { lazyConnect: true });
    try {
      await client.connect();
      return await run(client);
    } finally {
      client.disconnect();
    }
  }
}
