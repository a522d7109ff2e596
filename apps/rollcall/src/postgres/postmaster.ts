import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../process-start.js';

const POLL_MS = 20;

/** A fast shutdown writes a checkpoint; one that takes longer is cut short, which costs a recovery, not data. */
const FAST_SHUTDOWN_MS = 5_000;

/** Line 8 of postmaster.pid says `ready` once connections are accepted: what `pg_ctl --wait` reads, too. */
export const isReady = (dataDirectory: string): boolean => pidFile(dataDirectory)[7]?.trim() === 'ready';

/**
 * Makes a data directory startable again after its parent was killed: stops a server that still runs on it, and removes
 * a lock file whose process id has gone to somebody else (PostgreSQL itself would refuse to start then).
 * @returns what was found.
 */
export async function clearPostmaster(dataDirectory: string): Promise<'nothing' | 'stale' | 'stopped'> {
  const pid = Number(pidFile(dataDirectory)[0]);
  if (!Number.isInteger(pid) || pid <= 0) return 'nothing';
  if (isAlive(pid) && servesDirectory(pid, dataDirectory)) {
    await stopPostmaster(pid);
    return 'stopped';
  }
  rmSync(join(dataDirectory, 'postmaster.pid'), { force: true });
  return 'stale';
}

/** Fast shutdown, then an immediate one. Resolves when the process is gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!send(pid, signal)) return;
    for (let waited = 0; waited < FAST_SHUTDOWN_MS; waited += POLL_MS) {
      if (!isAlive(pid)) return;
      await sleep(POLL_MS);
    }
  }
}

function pidFile(dataDirectory: string): string[] {
  try {
    return readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

const isAlive = (pid: number): boolean => send(pid, 0) && processStart(pid) !== undefined;

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In a container process ids start over, so a live process with the recorded id proves nothing by itself. */
function servesDirectory(pid: number, dataDirectory: string): boolean {
  const real = realpathSync(dataDirectory);
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === real;
    } catch {
      return false;
    }
  }
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes('postgres') && command.includes(real);
  } catch {
    return false;
  }
}
