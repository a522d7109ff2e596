export { createLogger, type Logger } from './create-logger.js';
export { isWarning, readableLine } from './readable-line.js';
