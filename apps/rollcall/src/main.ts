import { EnvironmentError, EnvironmentFileError, loadEnvironment, loadEnvironmentFile } from '#config';
import { LaunchError } from './launch-error.js';
import { Launcher } from './launcher.js';
import { nodeSupportWarning } from './node-support.js';
import { prepareDatabase } from './prepare-database.js';

/** npm and the terminal both pass a Ctrl-C on: what comes this soon after the first is the same one. */
const SAME_SIGNAL_MS = 500;

/** Parts have 8.4 s, the database the rest; this is for whatever hangs beyond that. */
const LAST_RESORT_MS = 9_800;

const launcher = new Launcher((line) => {
  console.error(line);
  void end(1);
});
let ending: number | undefined;

async function end(code: number): Promise<void> {
  ending ??= performance.now();
  setTimeout(() => process.exit(code), LAST_RESORT_MS).unref();
  await launcher.stop();
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (ending === undefined) {
      console.log('Stopping …');
      void end(0);
    } else if (performance.now() - ending > SAME_SIGNAL_MS) {
      process.exit(1);
    }
  });
}

/** For an owner that api and worker do not know: they run as another role, and find everything made. */
async function migrateOnly(): Promise<void> {
  const environment = loadEnvironment();
  if (environment.ownerDatabaseUrl === undefined) throw new LaunchError('Set DATABASE_URL to the URL of the owner.');
  await prepareDatabase(environment);
  console.log('The database is migrated.');
}

const warning = nodeSupportWarning(process.version, new Date());
if (warning !== undefined) console.error(warning);

try {
  // Before anything reads the environment; the parts inherit it.
  loadEnvironmentFile();
  if (process.argv[2] === 'migrate') await migrateOnly();
  else await launcher.start();
} catch (error) {
  // A launcher that is stopped while it starts needs no error: the user knows why it does not start.
  if (ending === undefined) {
    const expected = [LaunchError, EnvironmentError, EnvironmentFileError].some((kind) => error instanceof kind);
    console.error(expected ? (error as Error).message : error);
    await end(1);
  }
}
