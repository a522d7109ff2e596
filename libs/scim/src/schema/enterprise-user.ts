import { attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { ENTERPRISE_URN } from './urns.js';

/** Enterprise extension, RFC 7643 §4.3 and §8.7.1. */
export const ENTERPRISE_SCHEMA: Schema = {
  id: ENTERPRISE_URN,
  name: 'EnterpriseUser',
  description: 'Enterprise user',
  attributes: [
    attribute('employeeNumber', 'Identifier given by the organization.'),
    attribute('costCenter', 'Name of the cost center.'),
    attribute('organization', 'Name of the organization.'),
    attribute('division', 'Name of the division.'),
    attribute('department', 'Name of the department.'),
    attribute('manager', "The user's manager.", {
      subAttributes: [
        attribute('value', "Identifier of the manager's user.", { caseExact: true }),
        attribute('$ref', "URI of the manager's user.", {
          type: 'reference',
          caseExact: true,
          referenceTypes: ['User'],
        }),
        // RFC 7643 has it readOnly; clients push it, and read back what they push.
        attribute('displayName', "The manager's name."),
      ],
    }),
  ],
};
