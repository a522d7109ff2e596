import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';
import { serverIdentity } from '../../apps/rollcall/src/postgres/server-identity.js';
import { until } from './until.js';

const DEBIAN = '/usr/lib/postgresql';

export interface StockServer {
  /** Superuser URL. */
  url: string;
  /** `15.18`. */
  version: string;
  stop(): Promise<void>;
}

/** Where the programs of a PostgreSQL of the distribution are: ROLLCALL_TEST_POSTGRES, or the newest that Debian has; undefined without. */
export function stockPostgres(): string | undefined {
  const asked = process.env['ROLLCALL_TEST_POSTGRES'];
  if (asked !== undefined && asked !== '') return asked;
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name)) : [];
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')));
}

/**
 * Starts a PostgreSQL server with the configuration that `initdb` writes: what a user has who installed the package. Only what lets it run
 * beside others is set: its port, no socket, and `settings` of a test that mean nothing to the server.
 */
export async function startStockPostgres(bin: string, settings: Record<string, string> = {}): Promise<StockServer> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-stock-pg-'));
  chmodSync(directory, 0o755);
  const cluster = join(directory, 'data');
  const identity = serverIdentity(cluster);
  mkdirSync(cluster, { mode: 0o700 });
  if (identity) chownSync(cluster, identity.uid, identity.gid);
  const as = { ...identity, cwd: '/', env: { PATH: process.env['PATH'], LANG: process.env['LANG'] ?? 'C.UTF-8' } };
  execFileSync(join(bin, 'initdb'), ['-D', cluster, '--username=postgres', '--auth=trust', '--encoding=UTF8'], {
    ...as,
    stdio: 'pipe',
  });
  const port = await freePort();
  const needed = { port: String(port), unix_socket_directories: '', ...settings };
  const flags = Object.entries(needed).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(directory, 'log'), 'w');
  const child = spawn(join(bin, 'postgres'), ['-D', cluster, ...flags], { ...as, stdio: ['ignore', log, log] });
  closeSync(log);
  const exited = once(child, 'exit');
  endWithParent(child.pid!);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  return {
    url,
    version: await until(() => versionOf(url), 60_000),
    stop: async () => {
      child.kill('SIGINT');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A test run that is killed leaves no server behind: the pipe to this shell ends with the run. */
function endWithParent(pid: number): void {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
}

async function versionOf(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<{ server_version: string }>('SHOW server_version')).rows[0]!.server_version.split(
      ' ',
    )[0]!;
  } finally {
    await client.end();
  }
}
