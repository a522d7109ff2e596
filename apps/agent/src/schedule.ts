import { setTimeout as sleep } from 'node:timers/promises';
import { type Log } from './agent-log.js';
import { AgentError } from './agent-error.js';

/** Agents of many customers do not come at once. */
const JITTER = 0.1;

/** Runs again and again until the signal is aborted. A run that fails is told, and does not end it. */
export async function runEvery(
  everyMs: number,
  run: () => Promise<void>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const began = performance.now();
    try {
      await run();
    } catch (error) {
      if (signal.aborted) break;
      log(errorLine(error));
    }
    const left = everyMs * (1 + JITTER * (2 * Math.random() - 1)) - (performance.now() - began);
    await sleep(Math.max(left, 0), undefined, { signal }).catch(() => {
      // Stopped while nothing was at work.
    });
  }
  log({ level: 'info', event: 'stopped', message: 'Stopped.' });
}

/** What ended a run. An error that nobody foresaw is told by its kind alone: its message might quote a person. */
export function errorLine(error: unknown): Parameters<Log>[0] {
  if (error instanceof AgentError) return { level: 'error', event: error.kind, message: error.message };
  const { name, stack } = error as Error;
  const where = /\n\s+at (.+)/.exec(stack ?? '')?.[1] ?? 'an unknown place';
  return { level: 'error', event: 'internal', message: `The agent has a fault of its own (${name} at ${where}).` };
}
