import { recordOf } from '../record/record-value.js';

/** A row of the report. */
export type Row = Record<string, unknown>;

/**
 * The value of a column. Workday may write its name with the prefix of the XML form, and a related object as a list with
 * one element (`Worker_group.Email`).
 */
export function columnOf(row: Row, column: string): unknown {
  const whole = valueOf(row, column);
  if (whole !== undefined) return scalarOf(whole);
  return scalarOf(column.split('.').reduce<unknown>((at, key) => valueOf(firstOf(at), key), row));
}

function valueOf(at: unknown, key: string): unknown {
  const record = recordOf(at);
  if (record === undefined) return undefined;
  if (key in record) return record[key];
  const alias = `wd:${key}`;
  return alias in record ? record[alias] : undefined;
}

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

/** A related object shows its name as `Descriptor`. */
function scalarOf(value: unknown): unknown {
  const first = firstOf(value);
  const record = recordOf(first);
  return record === undefined ? first : (record['Descriptor'] ?? record['wd:Descriptor'] ?? record['value']);
}
