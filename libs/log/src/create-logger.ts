import { isatty } from 'node:tty';
import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { readableLine } from './readable-line.js';

export type { Logger };

/** Lines gather for as long as this, or until there are so many bytes: a system call each took 5 % of a request. */
const FLUSH_EVERY_MS = 100;
/** What a pipe takes as a whole (PIPE_BUF): api and worker share the launcher's. */
const FLUSH_AT_BYTES = 4_096;
const STDOUT = 1;

/**
 * The log of one app on stdout: JSON lines, or readable lines on a terminal. What has gathered is written when the process
 * ends, unless it is killed.
 */
export function createLogger(app: string, enabled = true): Logger {
  if (!enabled) return pino({ level: 'silent' });
  return pino({ level: 'info', base: { app } }, isatty(STDOUT) ? terminal() : jsonLines());
}

const jsonLines = (): DestinationStream =>
  destination({ dest: STDOUT, sync: false, minLength: FLUSH_AT_BYTES, periodicFlush: FLUSH_EVERY_MS });

function terminal(): DestinationStream {
  const colours = !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return { write: (line) => void process.stdout.write(`${readableLine(line.trimEnd(), colours)}\n`) };
}
