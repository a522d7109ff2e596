import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LaunchError } from './launch-error.js';
import type { LogFile } from './log-file.js';
import type { PartName, RunningPart } from './part.js';

/** What a part's process tells its launcher, once. */
export interface PartMessage {
  ready: true;
  url: string | undefined;
}

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
/** A part that ran this long has recovered. */
const HEALTHY_MS = 60_000;

/**
 * Room for short-lived memory, in MiB. Requests are garbage within milliseconds: with more room for them, fewer survive a collection,
 * which is what it costs. Deliveries are as many with 16 as with 64, and a large sync needs less memory (docs/performance.md).
 */
export const YOUNG_GENERATION: Record<PartName, number> = { api: 64, worker: 16 };

/** After its own eight seconds of draining, with time left to stop the database within ten. */
const KILL_AFTER_MS = 8_400;

export interface SupervisedPart {
  /** Resolves when the part is ready for the first time; rejects when it ends before: it would the next time, too. */
  ready: Promise<Pick<RunningPart, 'url'>>;
  close(): Promise<void>;
}

/**
 * Runs a part in a process of its own and starts it again when it ends by itself.
 * @param log takes its output, which goes where the launcher's goes unless given
 */
export function supervisePart(name: PartName, env: NodeJS.ProcessEnv, log?: LogFile): SupervisedPart {
  let resolveReady: (part: Pick<RunningPart, 'url'>) => void;
  let rejectReady: (error: LaunchError) => void;
  const ready = new Promise<Pick<RunningPart, 'url'>>((resolve, reject) => {
    resolveReady = resolve;
    rejectReady = reject;
  });
  let isReady = false;
  let stopping = false;
  let backoff = FIRST_BACKOFF_MS;
  let restart: NodeJS.Timeout | undefined;
  let current = run();

  function run(): ChildProcess {
    const started = performance.now();
    const output = log === undefined ? 'inherit' : 'pipe';
    const child = fork(fileURLToPath(new URL('./part-process.js', import.meta.url)), [name], {
      env,
      stdio: ['ignore', output, output, 'ipc'],
      execArgv: [...process.execArgv, `--max-semi-space-size=${YOUNG_GENERATION[name]}`],
    });
    for (const stream of [child.stdout, child.stderr]) if (stream) log?.follow(stream);
    child.once('message', ({ url }: PartMessage) => {
      isReady = true;
      resolveReady({ url });
    });
    child.once('exit', (code, signal) => {
      const how = signal ?? `status ${code}`;
      if (!isReady)
        rejectReady(new LaunchError(`The ${name} ended (${how}) before it was ready; see the lines above.`));
      if (stopping || !isReady) return;
      if (performance.now() - started > HEALTHY_MS) backoff = FIRST_BACKOFF_MS;
      console.error(`The ${name} ended (${how}); starting it again in ${backoff / 1000} s`);
      restart = setTimeout(() => (current = run()), backoff);
      backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS);
    });
    return child;
  }

  async function close(): Promise<void> {
    stopping = true;
    clearTimeout(restart);
    if (current.exitCode !== null || current.signalCode !== null) return;
    const ended = once(current, 'exit');
    const kill = setTimeout(() => current.kill('SIGKILL'), KILL_AFTER_MS);
    current.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
  }

  return { ready, close };
}
