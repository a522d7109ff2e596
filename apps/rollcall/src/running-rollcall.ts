import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { processStart } from './process-start.js';

export interface RunningRollcall {
  /** Where it listens on this machine; undefined while it starts. */
  url: string | undefined;
  /** The key that it generated; another one may have been given to it. */
  apiKey: string | undefined;
}

/** The Rollcall that runs on this data directory; undefined where none does. */
export function runningRollcall(dataDirectory: string): RunningRollcall | undefined {
  const claim = read<{ pid: number; start?: string; url?: string }>(join(dataDirectory, 'launcher.json'));
  if (claim === undefined || processStart(claim.pid) !== claim.start) return undefined;
  return { url: claim.url, apiKey: read<{ apiKey?: string }>(join(dataDirectory, 'secrets.json'))?.apiKey };
}

function read<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
