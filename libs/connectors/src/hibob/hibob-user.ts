import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { booleanOf, recordOf, textOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';

type Employee = Record<string, unknown>;

export const HIBOB_ID = 'root.id';
export const HIBOB_STATUS = 'internal.status';

/** Canonical field -> HiBob's field; the setting `fields` adds to it, or replaces. */
export const HIBOB_FIELDS: Record<string, string> = {
  email: 'root.email',
  given_name: 'root.firstName',
  family_name: 'root.surname',
  display_name: 'root.displayName',
  title: 'work.title',
  department: 'work.department',
  location: 'work.site',
  manager: 'work.reportsTo',
  employee_id: 'work.employeeIdInCompany',
  hire_date: 'work.startDate',
  active: HIBOB_STATUS,
};

export interface BobUser {
  resource: ScimResource;
  /** Canonical fields that the answer did not hold: no right to see them is no value, and clears nothing. */
  absent: string[];
}

/** An employee of the people search as a SCIM resource. */
export function bobUserResource(employee: Employee, fields: Record<string, string>): BobUser {
  const resource: ScimResource = { externalId: textOf(fieldOf(employee, HIBOB_ID)), active: true };
  const absent: string[] = [];
  for (const [field, path] of Object.entries(fields)) {
    const value = fieldOf(employee, path);
    const scalar = scalarOf(field, value);
    // Of an empty or an unknown status, nobody comes back.
    if (value === undefined || (field === 'active' && booleanOf(scalar) === undefined)) absent.push(field);
    else putField(resource, field, scalar);
  }
  return { resource: completeUser(resource), absent };
}

/**
 * The value of a field path: by its name for people where the answer has one (the value of a list field is an id), else
 * as it is. Undefined where the answer does not hold the field.
 */
export function fieldOf(employee: Employee, path: string): unknown {
  const named = recordOf(employee['humanReadable']);
  const readable = named === undefined ? undefined : valueAt(named, path);
  const plain = valueAt(employee, path);
  // A person is an object, of which the id is wanted and not the name.
  return typeof plain === 'object' && plain !== null ? plain : (readable ?? plain);
}

/** `work.title` as an object in an object, as one key, or as `/work/title` with a `value`; `root` may be left out. */
function valueAt(record: Employee, path: string): unknown {
  const keys = path.split('.');
  const slashed = `/${keys.join('/')}`;
  for (const flat of [path, slashed]) if (flat in record) return unwrapped(record[flat]);
  const inner = keys[0] === 'root' && !('root' in record) ? keys.slice(1) : keys;
  return unwrapped(inner.reduce<unknown>((at, key) => recordOf(at)?.[key], record));
}

function unwrapped(value: unknown): unknown {
  const record = recordOf(value);
  return record !== undefined && 'value' in record && Object.keys(record).length === 1 ? record['value'] : value;
}

/** Managers are people: their id counts. */
function scalarOf(field: string, value: unknown): unknown {
  const record = recordOf(value);
  if (record === undefined) return value;
  return field === 'email' ? record['email'] : (record['id'] ?? record['value'] ?? record['email']);
}
