import { attribute } from './attribute.js';
import { type Schema } from './resource-type.js';
import { ENTERPRISE_URN } from './urns.js';

/** Enterprise extension, RFC 7643 §4.3; descriptions are the texts of §8.7.1. */
export const ENTERPRISE_SCHEMA: Schema = {
  id: ENTERPRISE_URN,
  name: 'EnterpriseUser',
  description: 'Enterprise User',
  attributes: [
    attribute(
      'employeeNumber',
      'Numeric or alphanumeric identifier assigned to a person, typically based on order of hire or association with an organization.',
    ),
    attribute('costCenter', 'Identifies the name of a cost center.'),
    attribute('organization', 'Identifies the name of an organization.'),
    attribute('division', 'Identifies the name of a division.'),
    attribute('department', 'Identifies the name of a department.'),
    attribute(
      'manager',
      "The User's manager.  A complex type that optionally allows service providers to represent organizational hierarchy by referencing the 'id' attribute of another User.",
      {
        subAttributes: [
          attribute('value', "The id of the SCIM resource representing the User's manager.  REQUIRED.", {
            caseExact: true,
          }),
          attribute('$ref', "The URI of the SCIM resource representing the User's manager.  REQUIRED.", {
            type: 'reference',
            caseExact: true,
            referenceTypes: ['User'],
          }),
          // RFC 7643 has it readOnly; clients push it, and read back what they push.
          attribute('displayName', "The displayName of the User's manager. OPTIONAL and READ-ONLY."),
        ],
      },
    ),
  ],
};
