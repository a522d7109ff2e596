import { comparisonKey } from '#scim';
import { CANONICAL_FIELDS } from '../record/canonical-fields.js';
import { NUL, NUL_FAULT } from './csv-faults.js';
import { type CsvRow, unreadable } from './csv-rows.js';

/** Which field each column is; a column without a name or a field is left out. */
export interface CsvColumns {
  fields: Map<number, string>;
  /** Headers that no field is known for. */
  unknown: string[];
}

/** @throws ConnectorError */
export async function headerOf(rows: AsyncGenerator<CsvRow>): Promise<string[]> {
  const first = await rows.next();
  if (first.done === true) throw unreadable('line 1: the file is empty');
  const { cells } = first.value;
  const spoiled = cells.findIndex((cell) => cell.includes(NUL));
  if (spoiled !== -1) throw unreadable(`line 1, column ${spoiled + 1}: ${NUL_FAULT}`);
  return cells;
}

/** @param columns canonical field -> header, where the header is not the field's name. @throws ConnectorError */
export function columnsOf(header: string[], columns: Record<string, string>): CsvColumns {
  const given = new Map(Object.entries(columns).map(([field, name]) => [headerKey(name), field]));
  const fields = new Map<number, string>();
  const unknown: string[] = [];
  const taken = new Set<string>();
  for (const [index, cell] of header.entries()) {
    const name = headerKey(cell);
    const field = given.get(name) ?? KNOWN.get(name);
    if (field === undefined) {
      if (name !== '') unknown.push(cell.trim());
      continue;
    }
    if (taken.has(field)) throw unreadable(`line 1, column ${index + 1}: "${cell.trim()}" is there twice`);
    taken.add(field);
    fields.set(index, field);
  }
  for (const [field, name] of Object.entries(columns)) {
    if (!taken.has(field)) throw unreadable(`line 1: there is no column "${name}"`);
  }
  return { fields, unknown };
}

/** Headers are compared as names are, and spaces, underscores and hyphens do not count either. */
export const headerKey = (name: string): string => comparisonKey(name).replace(/[\s_-]/g, '');

const KNOWN = new Map(CANONICAL_FIELDS.map((field) => [headerKey(field), field]));
