import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../../../rollcall/src/process-start.js';
import { AgentError } from '../agent-error.js';

interface Owner {
  pid: number;
  start: string | undefined;
  host: string;
}

const BEAT_MS = 30_000;
/** A process of another machine or container cannot be looked at: it is gone when it says nothing for so long. */
const SILENT_MS = 4 * BEAT_MS;
/** Two that find the same lock of a dead process both write; the one that wrote last has it. */
const SETTLE_MS = 150;

export interface ProcessLock {
  isOurs(): boolean;
  release(): void;
}

/** One run at a time on a state file. A lock that a killed process left is taken over. @throws AgentError */
export async function lockState(path: string): Promise<ProcessLock> {
  const owner: Owner = { pid: process.pid, start: processStart(process.pid), host: hostname() };
  const text = JSON.stringify(owner);
  const isOurs = () => contentOf(path) === text;
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw new AgentError('usage', `The lock file ${path} cannot be written (${code}).`);
    refuseLiving(path);
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
    await sleep(SETTLE_MS);
    if (!isOurs()) throw taken(path);
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  beat.unref();
  return {
    isOurs,
    release: () => {
      clearInterval(beat);
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

function refuseLiving(path: string): void {
  const text = contentOf(path);
  if (text === undefined) return;
  let owner: Partial<Owner>;
  try {
    owner = JSON.parse(text) as Partial<Owner>;
  } catch {
    // Killed while it wrote the lock, so it has not begun.
    return;
  }
  if (owner.host !== hostname()) {
    if (Date.now() - statSync(path).mtimeMs < SILENT_MS) throw taken(path);
    return;
  }
  if (owner.pid === undefined || owner.start === undefined) return;
  if (processStart(owner.pid) === owner.start) throw taken(path, owner.pid);
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Given up meanwhile, or not readable: either way it is not ours.
    return undefined;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Whoever writes the state next sees that the lock is gone.
  }
}

const taken = (path: string, pid?: number): AgentError =>
  new AgentError(
    'failed',
    `Another agent works on this state${pid === undefined ? '' : ` (process ${pid})`}: try again when it is done. Its lock is ${path}.`,
  );
