import { ENTERPRISE_URN } from '#scim';
import { type AttributeMapping } from './attribute-mapping.js';

/** A mapping to start from, and what the provider's own console calls the attribute. */
export interface PresetMapping extends AttributeMapping {
  provider_attribute: string;
}

const enterprise = (name: string) => `${ENTERPRISE_URN}:${name}`;
const WORK_EMAIL = 'emails[type eq "work"].value';

/** key, SCIM path, and the attribute's name at Okta, JumpCloud and Entra ID. */
const TABLE: [key: string, map_to: string | string[], okta: string, jumpcloud: string, entra: string][] = [
  ['email', [WORK_EMAIL, 'emails.value'], 'email', 'email', 'mail'],
  ['preferred_username', 'userName', 'login', 'username', 'userPrincipalName'],
  ['name', ['displayName', 'name.formatted'], 'displayName', 'displayname', 'displayName'],
  ['given_name', 'name.givenName', 'firstName', 'firstname', 'givenName'],
  ['family_name', 'name.familyName', 'lastName', 'lastname', 'surname'],
  ['title', 'title', 'title', 'jobTitle', 'jobTitle'],
  ['department', enterprise('department'), 'department', 'department', 'department'],
  ['division', enterprise('division'), 'division', '', 'employeeOrgData.division'],
  ['organization', enterprise('organization'), 'organization', 'company', 'companyName'],
  ['cost_center', enterprise('costCenter'), 'costCenter', 'costCenter', 'employeeOrgData.costCenter'],
  ['employee_id', enterprise('employeeNumber'), 'employeeNumber', 'employeeIdentifier', 'employeeId'],
  ['user_type', 'userType', 'userType', 'employeeType', 'employeeType'],
  ['manager', enterprise('manager.value'), 'managerId', 'manager', 'manager'],
  [
    'phone_number',
    ['phoneNumbers[type eq "work"].value', 'phoneNumbers.value'],
    'primaryPhone',
    'phoneNumbers',
    'telephoneNumber',
  ],
  ['address', ['addresses[type eq "work"]', 'addresses'], 'postalAddress', 'addresses', 'streetAddress'],
  ['locale', 'locale', 'locale', 'locale', ''],
  ['language', 'preferredLanguage', 'preferredLanguage', '', 'preferredLanguage'],
  ['zoneinfo', 'timezone', 'timezone', '', ''],
];

const COLUMN: Record<string, 2 | 3 | 4> = { OKTA: 2, JUMPCLOUD: 3, MICROSOFT_AD: 4 };

/** What to start from for a provider; for others Okta's names, which are the SCIM ones most of them use. */
export function presetOf(provider: string): PresetMapping[] {
  const column = COLUMN[provider] ?? 2;
  return TABLE.filter((row) => row[column] !== '').map((row) => ({
    key: row[0],
    map_to: row[1],
    provider_attribute: row[column],
  }));
}
