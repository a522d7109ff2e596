import type { Environment } from '#config';

/** The two programs that a launcher runs. */
export type PartName = 'api' | 'worker';

/** A part that is up. */
export interface RunningPart {
  /** Where it listens; the worker does not. */
  url?: string;
  /** Stops taking work and lets what runs end. */
  close(): Promise<void>;
}

/** Starts a part in this process. */
export async function startPart(name: PartName, environment: Environment): Promise<RunningPart> {
  if (name === 'api') return (await import('../../api/src/main.js')).startApi(environment);
  return (await import('../../worker/src/main.js')).startWorker(environment);
}
