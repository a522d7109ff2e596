import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.env['ROLLCALL_SHARED'] ?? join(import.meta.dirname, '../../../shared');

/** A vendor's own suite, which is not ours to publish. Undefined, with one line said about it, where it is not there. */
export function readShared(name: string): unknown {
  const file = join(ROOT, 'data', name);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  console.log(`${file} is not there: its tests are skipped (set ROLLCALL_SHARED)`);
  return undefined;
}
