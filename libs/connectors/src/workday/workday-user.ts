import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { completeUser } from '../record/user-resource.js';
import { columnOf, type Row } from './workday-row.js';

/** A row of the report as a SCIM resource. */
export function workdayUserResource(row: Row, columns: Record<string, string>, active: boolean): ScimResource {
  const resource: ScimResource = {};
  for (const [field, column] of Object.entries(columns)) putField(resource, field, columnOf(row, column));
  resource['active'] = active;
  return completeUser(resource);
}
