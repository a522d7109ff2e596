import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isReady } from './postgres/postmaster.js';
import { readSecrets } from './generated-secrets.js';

export interface RunningDatabase {
  url: string;
  /** Base64 of 32 bytes. */
  encryptionKey: string;
}

/** Line 4 of postmaster.pid. */
const PORT_LINE = 3;

/** The embedded database of a Rollcall that runs on this data directory; undefined where none does. */
export function runningDatabase(dataDirectory: string): RunningDatabase | undefined {
  const postgres = join(dataDirectory, 'postgres');
  if (!existsSync(join(dataDirectory, 'secrets.json')) || !isReady(postgres)) return undefined;
  const { databasePassword, encryptionKey } = readSecrets(dataDirectory);
  const port = readFileSync(join(postgres, 'postmaster.pid'), 'utf8').split('\n')[PORT_LINE]!.trim();
  return { url: `postgresql://postgres:${databasePassword}@127.0.0.1:${port}/rollcall`, encryptionKey };
}
