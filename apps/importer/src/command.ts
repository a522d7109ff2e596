import { parseArgs } from 'node:util';
import { type ServiceEnvironment } from '#config';
import { type ImportOptions } from './options.js';
import { importPolis, type PolisFrom } from './polis/import-polis.js';
import { type ImportReport } from './report.js';
import { importScalekit } from './scalekit/import-scalekit.js';

/** A wrong call; the message says what to change. */
export class UsageError extends Error {}

export const USAGE = `Brings what another broker has into this one, with its ids, and announces nothing.

  scalekit [options]   from an environment of Scalekit
      SCALEKIT_ENVIRONMENT_URL, SCALEKIT_CLIENT_ID, SCALEKIT_CLIENT_SECRET
  polis [options]      from an Ory Polis, its PostgreSQL database or its REST API
      POLIS_DATABASE_URL and, where it is encrypted, POLIS_ENCRYPTION_KEY
      or POLIS_URL, POLIS_API_KEY and POLIS_PRODUCTS (names, comma-separated)

Both fill the broker of DATABASE_URL, with its ROLLCALL_ENCRYPTION_KEY.
Interrupted, the same command goes on where it was; run twice, it changes nothing.

  --dry-run         counts and problems; nothing is written
  --new-secrets     a new SCIM secret for every directory that has none, shown in the report
  --report <file>   the report as JSON; with --new-secrets it is required
  --journal <file>  where it is kept how far an import came
  --help`;

export interface Command {
  reportFile: string | undefined;
  run(
    environment: ServiceEnvironment,
    progress: Pick<ImportOptions, 'onProgress' | 'onWait' | 'signal'>,
  ): Promise<ImportReport>;
}

/** @returns undefined where help was asked for @throws UsageError */
export function readCommand(args: string[], env: NodeJS.ProcessEnv): Command | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [source, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one word too many`);
  if (source !== 'scalekit' && source !== 'polis') throw new UsageError('name the source: scalekit or polis');
  const newSecrets = values['new-secrets'] === true;
  if (newSecrets && !values['dry-run'] && values.report === undefined) {
    throw new UsageError('--new-secrets needs --report: the secrets are shown there alone');
  }
  const options = { dryRun: values['dry-run'] === true, newSecrets, journal: values.journal };
  const { report: reportFile } = values;
  if (source === 'polis') {
    const from = polisFrom(env);
    return { reportFile, run: (environment, more) => importPolis({ ...options, ...more, environment, from }) };
  }
  const account = {
    environmentUrl: required(env, 'SCALEKIT_ENVIRONMENT_URL'),
    clientId: required(env, 'SCALEKIT_CLIENT_ID'),
    clientSecret: required(env, 'SCALEKIT_CLIENT_SECRET'),
  };
  return { reportFile, run: (environment, more) => importScalekit({ ...options, ...more, environment, ...account }) };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean' },
        'new-secrets': { type: 'boolean' },
        report: { type: 'string' },
        journal: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function polisFrom(env: NodeJS.ProcessEnv): PolisFrom {
  const databaseUrl = env['POLIS_DATABASE_URL'];
  if (databaseUrl && !URL.canParse(databaseUrl)) throw new UsageError('POLIS_DATABASE_URL must be a postgres:// URL');
  if (databaseUrl) return { databaseUrl, encryptionKey: env['POLIS_ENCRYPTION_KEY'] || undefined };
  if (!env['POLIS_URL'])
    throw new UsageError('set POLIS_DATABASE_URL, or POLIS_URL with POLIS_API_KEY and POLIS_PRODUCTS');
  const products = required(env, 'POLIS_PRODUCTS')
    .split(',')
    .map((product) => product.trim());
  return { url: required(env, 'POLIS_URL'), apiKey: required(env, 'POLIS_API_KEY'), products };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (!value) throw new UsageError(`set ${name}`);
  if (name.endsWith('_URL') && !/^https?:/.test(URL.canParse(value) ? value : ''))
    throw new UsageError(`${name} must be an http or https URL`);
  return value;
}
