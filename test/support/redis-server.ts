import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

export interface RedisServer {
  url: string;
  port: number;
  /** Kills it. Nothing is persisted. */
  stop(): Promise<void>;
}

export const redisInstalled = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

/** How often a port is chosen anew that somebody else got meanwhile, or the port of the cluster bus, which is 10,000 higher. */
const ATTEMPTS = 3;

/** Starts a Redis of this test's own, which keeps nothing on disk unless it is a stock one. `flags` such as `--cluster-enabled yes`. */
export async function startRedis(port?: number, flags: string[] = [], attempts = ATTEMPTS): Promise<RedisServer> {
  const own = port ?? (await freePort());
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-redis-'));
  const stock = process.env['ROLLCALL_TEST_SERVERS'] === 'stock';
  const settings = ['--bind', '127.0.0.1', '--databases', '4096', '--dir', directory];
  if (!stock) settings.push('--appendonly', 'no', '--save', '');
  const child = spawn('redis-server', ['--port', String(own), ...settings, ...flags], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const lines: string[] = [];
  let isReady = false;
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    isReady = line.includes('Ready to accept connections');
    if (isReady) break;
  }
  if (!isReady) {
    // The output ends before the process does.
    await exited;
    rmSync(directory, { recursive: true, force: true });
    if (port === undefined && attempts > 1) return await startRedis(undefined, flags, attempts - 1);
    throw new Error(`redis-server ended with status ${child.exitCode}: ${lines.slice(-3).join('; ')}`);
  }
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${own}`,
    port: own,
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
