import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { booleanOf, recordOf, textOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';

type Row = Record<string, unknown>;

/**
 * A row of the report as a SCIM resource. Without a column for `active`, the dates decide: somebody who starts later is
 * not active yet, and somebody whose last day has passed no longer.
 */
export function workdayUserResource(row: Row, columns: Record<string, string>, today: string): ScimResource {
  const resource: ScimResource = {};
  for (const [field, column] of Object.entries(columns)) putField(resource, field, columnOf(row, column));
  const said = columns['active'] === undefined ? undefined : booleanOf(columnOf(row, columns['active']));
  resource['active'] = said ?? isEmployed(row, columns, today);
  return completeUser(resource);
}

/** The column of the state says neither yes nor no, and no date says more: then nobody who was inactive comes back because of this row. */
export const hidesState = (row: Row, { active, hire_date, termination_date }: Record<string, string>): boolean =>
  active !== undefined &&
  hire_date === undefined &&
  termination_date === undefined &&
  booleanOf(columnOf(row, active)) === undefined;

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

function isEmployed(row: Row, columns: Record<string, string>, today: string): boolean {
  const day = (field: string): string | undefined => {
    const column = columns[field];
    return column === undefined ? undefined : textOf(columnOf(row, column))?.slice(0, 10);
  };
  const [hired, left] = [day('hire_date'), day('termination_date')];
  return !(hired !== undefined && hired > today) && !(left !== undefined && left < today);
}
