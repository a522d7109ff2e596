import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { APPLICATION_ROLE, loadEnvironment, type Environment } from '#config';
import { claimDataDirectory } from './data-directory.js';
import { watchDataDirectory } from './data-directory-watch.js';
import { startEmbeddedDatabase } from './embedded-database.js';
import { createExample, exampleExists } from './example-directory.js';
import { readSecrets, writeSecrets, type GeneratedSecrets } from './generated-secrets.js';
import { greeting } from './greeting.js';
import { LaunchError } from './launch-error.js';
import { LogFile } from './log-file.js';
import { isLoopback, signInLink } from './sign-in-link.js';
import { startPart } from './part.js';
import { freePort } from './postgres/free-port.js';
import { prepareDatabase } from './prepare-database.js';
import { withProgress } from './progress.js';
import { refusePortInUse } from './refuse-port-in-use.js';
import { supervisePart } from './supervised-part.js';
import { hasColours, isGreetingRead, isTerminal } from './terminal.js';
import { untilReady } from './until-ready.js';

/** Starts everything that the environment asks for, and knows how to stop it again, at any moment. */
export class Launcher {
  /** In the order of starting; stopped the other way round. */
  private readonly stops: (() => Promise<void> | void)[] = [];
  private readonly aborted = new AbortController();
  private starting: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | undefined;

  /** @param onLost is told when something that everything else needs has ended by itself. */
  constructor(private readonly onLost: (line: string) => void) {}

  /** Resolves when `GET /health/ready` answers. @throws LaunchError, EnvironmentError, or what a part threw. */
  start(): Promise<void> {
    this.starting = this.run();
    return this.starting;
  }

  /** Stops the parts side by side, then the database. Later calls wait for the first. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      this.aborted.abort();
      await this.unwind();
      // The start reports its own failure.
      await this.starting.catch(() => {});
      // What a step in progress had just started.
      await this.unwind();
    })();
    return this.stopped;
  }

  private async unwind(): Promise<void> {
    for (let stop = this.stops.pop(); stop; stop = this.stops.pop()) await stop();
  }

  private async step<T>(label: string, work: Promise<T>): Promise<T> {
    const result = await withProgress(label, work);
    this.aborted.signal.throwIfAborted();
    return result;
  }

  private async run(): Promise<void> {
    const given = loadEnvironment();
    if (given.role !== 'worker' && given.port !== 0) await refusePortInUse(given.host, given.port);
    const { env, secrets, directory, announce } = await this.prepare(given);
    const environment = loadEnvironment(env);
    await this.step('Migrating the database', prepareDatabase(environment));
    // Nobody who runs below this process needs the owner's password.
    Object.assign(env, { DATABASE_URL: environment.databaseUrl, ROLLCALL_DATABASE_ROLE: '' });
    const isEmbedded = given.databaseUrl === undefined;
    const log = environment.role === 'all' && isTerminal() ? this.openLog(directory ?? ownDirectory()) : undefined;
    const url = await this.step('Starting', this.startParts(environment, env, log));
    if (url === undefined) {
      console.log('Rollcall worker is running.');
      return;
    }
    await this.step('Waiting for the api', untilReady(url, this.aborted.signal));
    if (secrets && directory && isEmbedded) {
      await this.step('Creating the example', ensureExample(url, environment.apiKey!, secrets, directory));
    }
    announce?.(url);
    const apiKey = secrets && directory && keyLine(environment.apiKey!, secrets, directory, isEmbedded);
    const signIn = isGreetingRead() && isLoopback(environment.host) ? await this.signIn(url, environment) : undefined;
    const { publicUrl } = environment;
    console.log(greeting({ url, publicUrl, signIn, secrets, apiKey, logFile: log && fromHere(log.path) }));
  }

  /** A convenience: whoever gets no link signs in with the key. */
  private async signIn(url: string, { apiKey }: Environment): Promise<string | undefined> {
    if (apiKey === undefined) return undefined;
    return await signInLink(url, apiKey).catch(() => undefined);
  }

  /** Log lines beside the greeting would bury it. */
  private openLog(directory: string): LogFile {
    const print = (line: string) => {
      // While it stops, parts complain that what they need is gone; the file has it.
      if (this.stopped === undefined) console.log(line);
    };
    const log = new LogFile({ directory, print, colours: hasColours() });
    this.stops.push(() => log.close());
    return log;
  }

  /** Fills in what embedded mode generates. Without generating anything, no data directory is touched. */
  private async prepare(given: Environment) {
    const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(given.port || (await freePort())) };
    const needsKey = given.role !== 'worker' && given.apiKey === undefined;
    if (given.databaseUrl !== undefined && !needsKey) return { env };

    const { directory, announce, release } = claimDataDirectory(given.dataDir);
    this.stops.push(release);
    const secrets = readSecrets(directory);
    env['ROLLCALL_API_KEY'] = given.apiKey ?? secrets.apiKey;
    if (given.databaseUrl !== undefined) return { env, secrets, directory, announce };

    env['ROLLCALL_ENCRYPTION_KEY'] = given.encryptionKey?.toString('base64') ?? secrets.encryptionKey;
    const onProgress = (line: string) => console.log(`PostgreSQL: ${line}`);
    const starting = startEmbeddedDatabase(directory, secrets, onProgress);
    this.stops.push(() =>
      starting.then(
        (server) => server.stop(),
        () => {},
      ),
    );
    const server = await this.step('Starting PostgreSQL', starting);
    void server.exited.then(() => {
      if (this.stopped === undefined) this.onLost(`The database server ended; its log is ${directory}/postgres.log.`);
    });
    this.stops.push(
      watchDataDirectory(directory, (line) => {
        if (this.stopped === undefined) this.onLost(line);
      }),
    );
    env['DATABASE_URL'] = server.url;
    env['ROLLCALL_DATABASE_ROLE'] = given.databaseRole ?? APPLICATION_ROLE;
    return { env, secrets, directory, announce };
  }

  /** @returns where the api listens, if there is one. */
  private async startParts(
    environment: Environment,
    env: NodeJS.ProcessEnv,
    log: LogFile | undefined,
  ): Promise<string | undefined> {
    if (environment.role !== 'all') {
      const part = await startPart(environment.role, environment);
      this.stops.push(() => part.close());
      return part.url;
    }
    const parts = (['api', 'worker'] as const).map((name) => supervisePart(name, { ...env, ROLLCALL_ROLE: name }, log));
    this.stops.push(async () => {
      await Promise.all(parts.map((part) => part.close()));
    });
    const [api] = await Promise.all(parts.map((part) => part.ready));
    return api?.url;
  }
}

/** For the log alone, where nothing else needs a data directory. */
function ownDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'rollcall-'));
}

/** Paths below the current folder are shown from there. */
function fromHere(path: string): string {
  const local = relative('', path);
  return local.startsWith('..') ? path : local;
}

/**
 * What the greeting says about the API key. On a terminal it is the key; elsewhere standard output is a log that is kept
 * and sent on, so the key is in it at the very first start only, and never in production.
 */
function keyLine(apiKey: string, secrets: GeneratedSecrets, directory: string, isEmbedded: boolean): string {
  const isFirst = isEmbedded && secrets.isKeyShown !== true;
  if (isFirst) writeSecrets(directory, Object.assign(secrets, { isKeyShown: true }));
  if (isFirst || isGreetingRead()) return apiKey;
  return apiKey === secrets.apiKey ? `in ${join(directory, 'secrets.json')}` : 'the one in ROLLCALL_API_KEY';
}

/** Sees to it that the directory of the printed curl exists, unless somebody has deleted it. */
async function ensureExample(url: string, apiKey: string, secrets: GeneratedSecrets, directory: string): Promise<void> {
  try {
    if (secrets.example === undefined) {
      secrets.example = await createExample(url, apiKey);
      writeSecrets(directory, secrets);
    } else if (!(await exampleExists(url, apiKey, secrets.example))) {
      delete secrets.example;
    }
  } catch (error) {
    throw new LaunchError(`The example directory cannot be created: ${(error as Error).message}.`);
  }
}
