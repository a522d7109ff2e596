import { isatty } from 'node:tty';

const STDOUT = 1;

/** Whether a person reads what is printed. */
export const isTerminal = (): boolean => isatty(STDOUT);

/** The argument of a launcher whose greeting another process prints at its terminal, as the demo does. */
export const READ_AT_TERMINAL = '--read-at-terminal';

/** Whether a person reads the greeting, so that it may show a key and a link that signs in. */
export const isGreetingRead = (): boolean => isTerminal() || process.argv.includes(READ_AT_TERMINAL);

/** Whether that person wants colours (no-color.org). */
export const hasColours = (): boolean => isTerminal() && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
