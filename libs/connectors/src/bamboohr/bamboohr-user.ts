import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { textOf } from '../record/record-value.js';
import { completeUser } from '../record/user-resource.js';

type Employee = Record<string, unknown>;

/** What is asked for of each employee beside the directory, which has neither status, manager nor dates. */
export const EMPLOYEE_FIELDS = [
  'displayName',
  'firstName',
  'lastName',
  'preferredName',
  'workEmail',
  'workPhone',
  'jobTitle',
  'department',
  'division',
  'location',
  'employeeNumber',
  'supervisorEId',
  'status',
  'hireDate',
  'terminationDate',
] as const;

const FIELDS: Record<string, string> = {
  email: 'workEmail',
  name: 'displayName',
  given_name: 'firstName',
  family_name: 'lastName',
  nickname: 'preferredName',
  title: 'jobTitle',
  phone: 'workPhone',
  department: 'department',
  division: 'division',
  employee_id: 'employeeNumber',
  manager: 'supervisorEId',
  location: 'location',
};

/** An employee as a SCIM resource. Without a status (the directory has none) the employee is active. */
export function bambooUserResource(employee: Employee): ScimResource {
  const resource: ScimResource = {
    externalId: textOf(employee['id']),
    active: textOf(employee['status'])?.toLowerCase() !== 'inactive',
  };
  for (const [field, key] of Object.entries(FIELDS)) putField(resource, field, employee[key]);
  putField(resource, 'hire_date', bambooDate(employee['hireDate']));
  putField(resource, 'termination_date', bambooDate(employee['terminationDate']));
  return completeUser(resource);
}

/** An empty date is all zeros. */
export function bambooDate(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined || text.startsWith('0000') ? undefined : text;
}
