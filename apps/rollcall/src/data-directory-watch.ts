import { existsSync } from 'node:fs';
import { join } from 'node:path';

const EVERY_MS = 500;

/**
 * Tells when somebody deletes the data directory of a running Rollcall: PostgreSQL would go on without its files, and fail
 * statement by statement. @returns how to stop watching
 */
export function watchDataDirectory(directory: string, onLost: (line: string) => void): () => void {
  const timer = setInterval(() => {
    if (existsSync(join(directory, 'launcher.json'))) return;
    clearInterval(timer);
    onLost(`${directory} was deleted while Rollcall used it, so Rollcall stops. Next time stop Rollcall first.`);
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
