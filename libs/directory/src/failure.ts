import { DirectoryError } from './directory-error.js';

/**
 * Whether another try of each change alone may help: one of them was refused by the database for what it holds (SQLSTATE classes 22 and
 * 23), for being larger than the database takes (class 54), or met a mistake of ours. Not where the database cannot be had: a hundred
 * tries would wait a hundred times.
 */
export function concernsOneChange(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return /^(?:2[23]|54)[0-9A-Z]{3}$/.test(codeOf(error));
}

/** What the sender of a change is told of it: a value that no index takes will be refused again. */
export function refusalOfOne(error: unknown): unknown {
  if (!codeOf(error).startsWith('54')) return error;
  const { constraint } = error as { constraint?: unknown };
  return DirectoryError.of('value_too_long', { index: typeof constraint === 'string' ? constraint : undefined });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.length === 5 ? code : '';
}
