import { isatty } from 'node:tty';

const STDOUT = 1;

/** Whether a person reads what is printed. */
export const isTerminal = (): boolean => isatty(STDOUT);

/** Whether that person wants colours (no-color.org). */
export const hasColours = (): boolean => isTerminal() && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
