import { writeFileSync } from 'node:fs';
import { APPLICATION_ROLE, assertServiceEnvironment, loadEnvironment, type ServiceEnvironment } from '#config';
import { readCommand, UsageError as WrongCall } from '../../../importer/src/command.js';
import { explainFailure, progressLine, reportText, waitLine } from '../../../importer/src/index.js';
import { runningDatabase } from '../../../rollcall/src/running-database.js';
import { type Command } from '../command.js';
import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-status.js';
import { plain } from '../plain.js';
import { type Session } from '../session.js';
import { UsageError } from '../usage-error.js';

const OPTIONS = {
  'dry-run': { about: 'Show counts and problems; write nothing' },
  'new-secrets': { about: 'Create a SCIM secret for every directory that has none; needs --report' },
  report: { value: 'FILE', about: 'Write the report as JSON to this file, readable by you alone' },
  journal: { value: 'FILE', about: 'File that records how far the import came' },
};

const DETAILS = `The import writes to the broker's database: DATABASE_URL with its ROLLCALL_ENCRYPTION_KEY, or the embedded one of the npm start
that runs here. No events are sent. After an interruption the same command continues; a second run changes nothing.`;

/** Everything of another broker, with its ids (docs/importing.md). */
export const IMPORT: readonly Command[] = [
  {
    words: ['import', 'scalekit'],
    summary: 'Import an environment of Scalekit',
    options: OPTIONS,
    isOffline: true,
    details: `Set SCALEKIT_ENVIRONMENT_URL, SCALEKIT_CLIENT_ID and SCALEKIT_CLIENT_SECRET.\n${DETAILS}`,
    run: (session) => runImport(session, 'scalekit'),
  },
  {
    words: ['import', 'polis'],
    summary: 'Import an Ory Polis',
    options: OPTIONS,
    isOffline: true,
    details: `Set POLIS_DATABASE_URL (and POLIS_ENCRYPTION_KEY, where it is encrypted), or POLIS_URL, POLIS_API_KEY and POLIS_PRODUCTS.
${DETAILS}`,
    run: (session) => runImport(session, 'polis'),
  },
];

async function runImport(session: Session, source: 'scalekit' | 'polis'): Promise<number> {
  const command = commandOf(session, source);
  const report = await command
    .run(environmentOf(session.world.env), {
      signal: session.signal,
      onProgress: (progress) => session.progress.say(progressLine(progress)),
      onWait: (ms) => session.note(waitLine(ms)),
    })
    .catch((error: unknown) => {
      throw new CommandError(`${plain(explainFailure(error))}\nRun the same command again to continue.`);
    })
    .finally(() => session.progress.end());
  // It may hold secrets.
  if (command.reportFile !== undefined) {
    writeFileSync(command.reportFile, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  }
  if (session.json) session.printJson(report);
  else session.print(reportText(report));
  return report.finished ? EXIT.done : EXIT.stopped;
}

function commandOf(session: Session, source: string): NonNullable<ReturnType<typeof readCommand>> {
  const flags = ['dry-run', 'new-secrets'].filter((name) => session.flag(name)).map((name) => `--${name}`);
  const values = ['report', 'journal'].flatMap((name) => {
    const value = session.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  try {
    return readCommand([source, ...flags, ...values], session.world.env)!;
  } catch (error) {
    if (error instanceof WrongCall) throw new UsageError(error.message);
    throw error;
  }
}

function environmentOf(env: Record<string, string | undefined>): ServiceEnvironment {
  let environment = loadEnvironment(env);
  if (environment.databaseUrl === undefined) {
    const running = runningDatabase(environment.dataDir);
    if (running === undefined) {
      throw new UsageError(
        `Set DATABASE_URL and ROLLCALL_ENCRYPTION_KEY, or start Rollcall (npm start) on the data directory ${environment.dataDir}.`,
      );
    }
    environment = loadEnvironment({
      ...env,
      DATABASE_URL: running.url,
      ROLLCALL_DATABASE_ROLE: environment.databaseRole ?? APPLICATION_ROLE,
      ROLLCALL_ENCRYPTION_KEY: running.encryptionKey,
    });
  }
  assertServiceEnvironment(environment);
  return environment;
}
