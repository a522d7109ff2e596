/**
 * Whether another try of each change alone may help: one of them was refused by the database for what it holds (SQLSTATE classes 22 and
 * 23) or met a mistake of ours. Not where the database cannot be had: a hundred tries would wait a hundred times.
 */
export function concernsOneChange(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^2[23][0-9A-Z]{3}$/.test(code);
}
