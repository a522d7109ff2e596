import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LaunchError } from './launch-error.js';
import { processStart } from './process-start.js';

export interface DataDirectory {
  directory: string;
  /** For the command line, which talks to the Rollcall beside it. */
  announce: (url: string) => void;
  release: () => void;
}

/**
 * Creates the directory when missing and claims it for this process: two launchers on one database directory would stop
 * each other's server.
 * @returns its absolute path, a function that writes down where Rollcall listens, and one that gives the directory up.
 * @throws LaunchError when it cannot be written or another launcher has it.
 */
export function claimDataDirectory(path: string): DataDirectory {
  const directory = resolve(path);
  const claim = join(directory, 'launcher.json');
  const write = (facts: object) =>
    writeFileSync(claim, JSON.stringify({ pid: process.pid, start: processStart(process.pid), ...facts }), {
      mode: 0o600,
    });
  try {
    makeDirectory(directory);
    refuseOtherLauncher(directory, claim);
    write({});
  } catch (error) {
    if (error instanceof LaunchError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new LaunchError(
      `Cannot write to ${directory} (${code}): set ROLLCALL_DATA_DIR to a directory you can write to.`,
    );
  }
  return { directory, announce: (url) => write({ url }), release: () => rmSync(claim, { force: true }) };
}

/** Not `recursive: true`: Node 20 never returns from it where the parent exists and refuses, such as under /proc. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** A killed launcher leaves its claim, and its process id may have gone to somebody else: the start time tells. */
function refuseOtherLauncher(directory: string, claim: string): void {
  let owner: { pid: number; start: string | undefined };
  try {
    owner = JSON.parse(readFileSync(claim, 'utf8')) as typeof owner;
  } catch {
    return;
  }
  if (owner.pid === process.pid || owner.start === undefined || processStart(owner.pid) !== owner.start) return;
  throw new LaunchError(
    `Rollcall already runs on ${directory} (process ${owner.pid}): stop it, or set ROLLCALL_DATA_DIR to another directory.`,
  );
}
