import { isatty } from 'node:tty';
import { destination, pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { loggedError } from './logged-error.js';
import { readableLine } from './readable-line.js';

export type { Logger };

/** Lines gather for as long as this, or until there are so many bytes: a system call each took 5 % of a request. */
const FLUSH_EVERY_MS = 100;
/** What a pipe takes as a whole (PIPE_BUF): api and worker share the launcher's. */
const FLUSH_AT_BYTES = 4_096;
const STDOUT = 1;

/** Every error goes through one place: no line of any app quotes what is stored or was sent. */
export const LOG_OPTIONS = {
  serializers: { err: loggedError, error: loggedError },
  hooks: {
    // A line without words of its own would have those of the error.
    logMethod(this: unknown, given: unknown[], write: (...line: unknown[]) => void): void {
      const [first, words = ''] = given;
      if (first instanceof Error) write.call(this, { err: first }, words);
      else if (given.length === 1 && typeof first === 'object') write.call(this, first, words);
      else write.apply(this, given);
    },
  },
} satisfies LoggerOptions;

/**
 * The log of one app on stdout: JSON lines, or readable lines on a terminal. What has gathered is written when the process
 * ends, unless it is killed.
 */
export function createLogger(app: string, enabled = true): Logger {
  if (!enabled) return pino({ level: 'silent' });
  return pino({ level: 'info', base: { app }, ...LOG_OPTIONS }, isatty(STDOUT) ? terminal() : jsonLines());
}

const jsonLines = (): DestinationStream =>
  destination({ dest: STDOUT, sync: false, minLength: FLUSH_AT_BYTES, periodicFlush: FLUSH_EVERY_MS });

function terminal(): DestinationStream {
  const colours = !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return { write: (line) => void process.stdout.write(`${readableLine(line.trimEnd(), colours)}\n`) };
}
