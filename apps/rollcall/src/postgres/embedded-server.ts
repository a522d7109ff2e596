import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LaunchError } from '../launch-error.js';
import { postgresBinaries, type Binaries } from './binaries.js';
import { freePort } from './free-port.js';
import { clearPostmaster, isReady, stopPostmaster } from './postmaster.js';
import { canEnter, serverIdentity, temporaryDirectory, type Identity } from './server-identity.js';

const READY_POLL_MS = 10;
const READY_POLLS = 6_000;
const PORT_ATTEMPTS = 3;

export interface EmbeddedServerOptions {
  /** Holds `postgres/` (the cluster) and `postgres.log`. Exists, and is writable by this process. */
  directory: string;
  /** Password of the superuser `postgres`, set when the cluster is created. */
  password: string;
  /** Server settings by name, as in postgresql.conf. */
  settings: Record<string, string>;
  /** One line for a person, about what takes time. */
  onProgress?: (line: string) => void;
}

export interface EmbeddedServer {
  /** `postgresql://postgres:…@127.0.0.1:<port>/postgres` */
  url: string;
  pid: number;
  /** Resolves when the server ends, asked or not. */
  exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server of our own on a free loopback port, creating its cluster on first use.
 * @throws LaunchError
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { directory, onProgress } = options;
  const cluster = join(directory, 'postgres');
  const identity = serverIdentity(cluster);
  const binaries = postgresBinaries(identity);
  refuseOtherVersion(cluster, binaries);
  if ((await clearPostmaster(cluster)) === 'stopped') onProgress?.('stopped a database server left by a crash');
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    onProgress?.('creating the database cluster');
    await createCluster(cluster, binaries, identity, options.password);
  }
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const server = await launch(cluster, binaries, identity, port, options);
    if (server) return { ...server, url: `postgresql://postgres:${options.password}@127.0.0.1:${port}/postgres` };
    if (attempt === PORT_ATTEMPTS) {
      throw new LaunchError(`PostgreSQL does not start; its log is ${join(directory, 'postgres.log')}.`);
    }
  }
}

function refuseOtherVersion(cluster: string, { major }: Binaries): void {
  if (!existsSync(join(cluster, 'PG_VERSION'))) return;
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new LaunchError(
    `${cluster} was written by PostgreSQL ${found} and this is PostgreSQL ${major}: start with another ` +
      'ROLLCALL_DATA_DIR, or dump it with the old version and restore it here.',
  );
}

/** Into a sibling first: a crash in the middle must not leave half a cluster that looks like a whole one. */
async function createCluster(cluster: string, { initdb }: Binaries, identity: Identity | undefined, password: string) {
  const fresh = `${cluster}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(cluster, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const secrets = mkdtempSync(join(temporaryDirectory(identity), 'rollcall-initdb-'));
  const passwordFile = join(secrets, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity) for (const path of [fresh, secrets, passwordFile]) chownSync(path, identity.uid, identity.gid);
  try {
    // The builtin provider sorts and folds case alike on every machine, whatever locales it has.
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
    const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const child = run(initdb, [...login, ...locale], fresh, identity, 'pipe');
    let output = '';
    child.stdio[1]?.on('data', (chunk) => (output += String(chunk)));
    child.stdio[2]?.on('data', (chunk) => (output += String(chunk)));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new LaunchError(`initdb failed: ${output.trim().split('\n').at(-1) ?? code}`);
    renameSync(fresh, cluster);
  } finally {
    rmSync(secrets, { recursive: true, force: true });
  }
}

/** @returns undefined when the server ended before it was ready, e.g. because its port was taken meanwhile. */
async function launch(
  cluster: string,
  { postgres }: Binaries,
  identity: Identity | undefined,
  port: number,
  { directory, settings }: EmbeddedServerOptions,
): Promise<Omit<EmbeddedServer, 'url'> | undefined> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A file, not a pipe: the server outlives a killed parent, and then nobody reads the pipe.
  const log = openSync(join(directory, 'postgres.log'), 'w', 0o600);
  const child = run(postgres, flags, cluster, identity, log);
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) return undefined;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  let running = true;
  const watchdog = watchParent(pid);
  void exited.then(() => {
    running = false;
    watchdog.kill('SIGKILL');
  });
  for (let poll = 0; running && poll < READY_POLLS; poll++) {
    if (isReady(cluster)) return { pid, exited, stop: () => stopPostmaster(pid) };
    await sleep(READY_POLL_MS);
  }
  await stopPostmaster(pid);
  return undefined;
}

/** Shuts the server down when this process is killed: the pipe to this shell ends with it, however it ends. */
function watchParent(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  (watchdog.stdin as Socket).unref();
  return watchdog;
}

/**
 * Runs one of the binaries on a data directory as that user, in its own process group: Ctrl-C goes to the whole group of
 * the terminal, and the database has to outlive the requests and deliveries that still need it.
 */
function run(
  executable: string,
  flags: string[],
  dataDirectory: string,
  identity: Identity | undefined,
  output: 'pipe' | number,
): ChildProcess {
  chmodSync(dataDirectory, 0o700);
  const environment = { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' };
  if (canEnter(dataDirectory, identity)) {
    return spawn(executable, ['-D', dataDirectory, ...flags], {
      ...identity,
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', output, output],
    });
  }
  if (process.platform !== 'linux') {
    throw new LaunchError(`No other user can enter ${dataDirectory}: set ROLLCALL_DATA_DIR to a path they can.`);
  }
  // Under /root the data stays where it is: an open descriptor leads into it past the directories above.
  const descriptor = openSync(dataDirectory, 'r');
  try {
    return spawn(executable, ['-D', '/proc/self/fd/3', ...flags], {
      ...identity,
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', output, output, descriptor],
    });
  } finally {
    closeSync(descriptor);
  }
}
