import { booleanOf } from '../record/record-value.js';
import type { LdapRecord } from './ldap-record.js';
import { guidOf } from './object-guid.js';
import { PrimaryGroups } from './primary-groups.js';

/** What differs between Active Directory and other servers. */
export interface Flavor {
  name: 'active_directory' | 'openldap';
  userFilter: string;
  groupFilter: string;
  /** The attribute that never changes, and is never given to another entry. */
  idAttribute: string;
  /** Attributes whose values are bytes. */
  binary: readonly string[];
  /** Canonical field -> attributes of which the first with a value counts. */
  attributes: Record<string, readonly string[]>;
  /** Attributes that say whether an account is usable. */
  stateAttributes: readonly string[];
  /** What only this kind of server says of groups. */
  groupAttributes: readonly string[];
  idOf(record: LdapRecord): string | undefined;
  isActive(record: LdapRecord): boolean;
  /** Whether the entry shows the state of its account, and it can be read: some servers write it only where somebody is locked out. */
  showsState(record: LdapRecord): boolean;
}

const SHARED: Record<string, readonly string[]> = {
  email: ['mail'],
  given_name: ['givenName'],
  family_name: ['sn'],
  display_name: ['displayName'],
  title: ['title'],
  department: ['department', 'departmentNumber'],
  organization: ['company', 'o'],
  employee_id: ['employeeNumber', 'employeeID'],
  user_type: ['employeeType'],
  phone: ['telephoneNumber'],
  manager: ['manager'],
  language: ['preferredLanguage'],
  street_address: ['streetAddress', 'street'],
  city: ['l'],
  region: ['st'],
  postal_code: ['postalCode'],
  country: ['co', 'c'],
};

const ACCOUNT_DISABLED = 0x2;

export const ACTIVE_DIRECTORY: Flavor = {
  name: 'active_directory',
  // Computers are users to Active Directory. `objectCategory` is what its own tools ask for; some gateways lack it.
  userFilter: '(&(objectClass=user)(|(objectCategory=person)(!(objectClass=computer))))',
  groupFilter: '(objectClass=group)',
  idAttribute: 'objectGUID',
  binary: ['objectGUID', 'invocationId'],
  attributes: {
    ...SHARED,
    user_name: ['userPrincipalName', 'sAMAccountName'],
    name: ['displayName', 'cn'],
    employee_id: ['employeeID', 'employeeNumber'],
    division: ['division'],
    account_expires: ['accountExpires'],
    sam_account_name: ['sAMAccountName'],
  },
  stateAttributes: ['userAccountControl'],
  groupAttributes: [PrimaryGroups.NUMBER],
  idOf: (record) => {
    const bytes = record.bytes('objectGUID');
    return bytes === undefined ? undefined : guidOf(bytes);
  },
  isActive: (record) => (Number(record.text('userAccountControl') ?? 0) & ACCOUNT_DISABLED) === 0,
  // A signed number of 32 bits.
  showsState: (record) => /^-?\d+$/.test(record.text('userAccountControl') ?? ''),
};

/** What OpenLDAP's password policy writes for an account that an administrator has locked; other times are wrong passwords. */
const LOCKED_FOR_GOOD = '000001010000Z';

export const OPENLDAP: Flavor = {
  name: 'openldap',
  userFilter: '(|(objectClass=inetOrgPerson)(objectClass=posixAccount)(objectClass=organizationalPerson))',
  groupFilter: '(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup))',
  idAttribute: 'entryUUID',
  binary: [],
  attributes: { ...SHARED, user_name: ['uid', 'mail', 'cn'], name: ['displayName', 'cn'] },
  stateAttributes: ['pwdAccountLockedTime', 'nsAccountLock'],
  groupAttributes: [],
  idOf: (record) => record.text('entryUUID')?.toLowerCase(),
  isActive: (record) =>
    record.text('pwdAccountLockedTime') !== LOCKED_FOR_GOOD && booleanOf(record.text('nsAccountLock')) !== true,
  showsState: (record) => {
    const lock = record.text('nsAccountLock');
    return lock === undefined || booleanOf(lock) !== undefined;
  },
};

/** Of the rootDSE: Active Directory names its naming context, and has a capability of its own. */
export function detectedFlavor(rootDse: LdapRecord): Flavor {
  const capabilities = rootDse.texts('supportedCapabilities');
  const isActiveDirectory =
    capabilities.includes('1.2.840.113556.1.4.800') || rootDse.text('defaultNamingContext') !== undefined;
  return isActiveDirectory ? ACTIVE_DIRECTORY : OPENLDAP;
}
