import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LaunchError } from './launch-error.js';

/** What embedded mode generates and has to find again. */
export interface GeneratedSecrets {
  apiKey: string;
  /** Base64 of 32 bytes. */
  encryptionKey: string;
  databasePassword: string;
  /** Whether a start has printed the API key already. */
  isKeyShown?: boolean;
  /** The directory that the printed curl writes to. */
  example?: { directoryId: string; organizationId: string; secret: string };
}

const FILE = 'secrets.json';

/**
 * Reads the generated secrets, generating them on first use.
 * @throws LaunchError when the file is damaged, or gone while there is data that only it can open.
 */
export function readSecrets(directory: string): GeneratedSecrets {
  const path = join(directory, FILE);
  if (existsSync(path)) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as GeneratedSecrets;
    } catch {
      throw new LaunchError(`${path} cannot be read: restore it, or start with another ROLLCALL_DATA_DIR.`);
    }
  }
  if (existsSync(join(directory, 'postgres', 'PG_VERSION'))) {
    throw new LaunchError(
      `${path} is missing and opens the database beside it: restore it, or move ${directory} away.`,
    );
  }
  const secrets: GeneratedSecrets = {
    apiKey: randomBytes(24).toString('hex'),
    encryptionKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('hex'),
  };
  writeSecrets(directory, secrets);
  return secrets;
}

/** Replaces the file whole: half a file after a crash would lock everybody out of the database. */
export function writeSecrets(directory: string, secrets: GeneratedSecrets): void {
  const path = join(directory, FILE);
  const descriptor = openSync(`${path}.new`, 'w', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(secrets, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
}
