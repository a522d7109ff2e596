import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** The system user a PostgreSQL server runs as. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root: as root, somebody else is found to run it. Whoever owns an existing data
 * directory keeps it, else the system user `postgres` (created when missing), else `nobody`.
 * @returns undefined when this process may run PostgreSQL itself.
 */
export function serverIdentity(dataDirectory: string): Identity | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(dataDirectory) ?? lookUp('postgres') ?? create('postgres') ?? lookUp('nobody');
}

function ownerOf(path: string): Identity | undefined {
  const owner = statSync(path, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined;
}

function lookUp(user: string): Identity | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function create(user: string): Identity | undefined {
  spawnSync('groupadd', ['--system', user]);
  spawnSync('useradd', ['--system', '--gid', user, '--no-create-home', '--shell', '/usr/sbin/nologin', user]);
  return lookUp(user);
}

/** Whether that user may enter the directory: every directory above it counts, so only trying tells. */
export function canEnter(directory: string, identity: Identity | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...identity, cwd: '/' }).status === 0;
}

/** A directory for temporary files that the identity can read: TMPDIR may be root's own. */
export function temporaryDirectory(identity: Identity | undefined): string {
  return [tmpdir(), '/tmp'].find((directory) => canEnter(directory, identity)) ?? tmpdir();
}
