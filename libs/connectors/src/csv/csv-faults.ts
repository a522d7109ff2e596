import { comparisonKey, lengthProblem, MAX_KEY_BYTES } from '#scim';

/** A row that cannot be used. */
export interface CsvFault {
  line: number;
  /** Counted from 1; null: the row as a whole. */
  column: number | null;
  message: string;
}

/** What is wrong with a row whose line is known elsewhere. */
export type RowFault = Omit<CsvFault, 'line'>;

export const MOST_FAULTS = 100;

/** The file has rows that cannot be used, the first hundred of them. */
export class CsvFaultsError extends Error {
  override readonly name = 'CsvFaultsError';

  constructor(readonly faults: readonly CsvFault[]) {
    super('the file has rows that cannot be used');
  }
}

/** PostgreSQL's text has no place for it. In a CSV file it comes of UTF-16 that was saved as something else. */
export const NUL = '\0';
export const NUL_FAULT = 'has a NUL character: save the file as UTF-8';

export const isEmptyRow = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** What makes any row of this width unusable, whatever its columns mean. */
export function rowFault(cells: readonly string[], width: number): RowFault | undefined {
  if (cells.length !== width)
    return { column: null, message: `has ${cells.length} cells, and the header has ${width}` };
  const spoiled = cells.findIndex((cell) => cell.includes(NUL));
  return spoiled === -1 ? undefined : { column: spoiled + 1, message: NUL_FAULT };
}

/** Why nobody could be found by this value: it, or its comparison key, is too long. `what` begins the sentence. */
export function lengthFault(value: string, what: string): string | undefined {
  const problem = lengthProblem(value) ?? lengthProblem(comparisonKey(value));
  return problem === undefined ? undefined : `${what}: ${problem}`;
}

/** Why two values have no room beside each other in one row of an index. */
export function pairFault(one: string, other: string, what: string): string | undefined {
  const bytes = Buffer.byteLength(one) + Buffer.byteLength(other);
  return bytes > MAX_KEY_BYTES ? `${what}: longer than ${MAX_KEY_BYTES} bytes` : undefined;
}
