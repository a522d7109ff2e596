import type { ScimResource } from '#scim';
import { putField } from '../record/canonical-fields.js';
import { booleanOf, textOf } from '../record/record-value.js';
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

const DATES: Record<string, string> = { hire_date: 'hireDate', termination_date: 'terminationDate' };

export interface BambooUser {
  resource: ScimResource;
  /** Canonical fields that the answer did not hold: BambooHR leaves out what the owner of the key may not see. */
  absent: string[];
}

/** An employee as a SCIM resource. Without a status that can be read, somebody who is new is active, and others stay as they are. */
export function bambooUserResource(employee: Employee): BambooUser {
  const status = booleanOf(employee['status']);
  const resource: ScimResource = {
    externalId: textOf(employee['id']),
    active: status ?? true,
  };
  const absent = status === undefined ? ['active'] : [];
  const put = (field: string, value: unknown, read = (given: unknown) => given): void => {
    if (value === undefined) absent.push(field);
    else putField(resource, field, read(value));
  };
  for (const [field, key] of Object.entries(FIELDS)) put(field, employee[key]);
  for (const [field, key] of Object.entries(DATES)) put(field, employee[key], bambooDate);
  return { resource: completeUser(resource), absent };
}

/** An empty date is all zeros. */
export function bambooDate(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined || text.startsWith('0000') ? undefined : text;
}
