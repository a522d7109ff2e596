export { createLogger, LOG_OPTIONS, type Logger } from './create-logger.js';
export { isWarning, readableLine } from './readable-line.js';
export { loggedError, type LoggedError } from './logged-error.js';
