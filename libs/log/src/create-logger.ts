import { destination, pino, type Logger } from 'pino';

export type { Logger };

/** Lines gather for as long as this, or until there are so many bytes: a system call each took 5 % of a request. */
const FLUSH_EVERY_MS = 100;
/** What a pipe takes as a whole (PIPE_BUF): api and worker share the launcher's. */
const FLUSH_AT_BYTES = 4_096;

/** The log of one app: JSON lines on stdout. What has gathered is written when the process ends, unless it is killed. */
export function createLogger(app: string, enabled = true): Logger {
  if (!enabled) return pino({ level: 'silent' });
  const stdout = destination({ dest: 1, sync: false, minLength: FLUSH_AT_BYTES, periodicFlush: FLUSH_EVERY_MS });
  return pino({ level: 'info', base: { app } }, stdout);
}
