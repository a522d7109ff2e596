import { describe, expect, it } from 'vitest';
import { ACTIVE_DIRECTORY, detectedFlavor, OPENLDAP } from './flavor.js';
import { LdapRecord } from './ldap-record.js';
import { attributeNames, ldapUserResource } from './ldap-user.js';
import { guidOf } from './object-guid.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SOURCE = 'urn:rollcall:schemas:source:1.0:User';
const GUID = Buffer.from('33221100554477668899aabbccddeeff', 'hex');

describe('an entry of Active Directory', () => {
  const ENTRY = {
    dn: 'CN=Ada Lovelace,OU=Staff,DC=acme,DC=com',
    objectGUID: GUID,
    sAMAccountName: 'ada',
    userPrincipalName: 'ada@acme.com',
    mail: 'ada@acme.com',
    proxyAddresses: ['smtp:countess@acme.com', 'SMTP:ada@acme.com', 'X400:c=US'],
    givenName: 'Ada',
    sn: 'Lovelace',
    displayName: 'Ada Lovelace',
    title: 'Engineer',
    department: 'R&D',
    manager: 'CN=Boss, OU=Staff,DC=acme,DC=com',
    userAccountControl: '512',
    accountExpires: '9223372036854775807',
  };
  const resourceOf = (more = {}, overrides = {}) =>
    ldapUserResource(
      new LdapRecord({ ...ENTRY, ...more }),
      ACTIVE_DIRECTORY,
      attributeNames(ACTIVE_DIRECTORY, overrides),
    );

  it('has everything that SCIM has a name for', () => {
    expect(resourceOf()).toEqual({
      externalId: '00112233-4455-6677-8899-aabbccddeeff',
      userName: 'ada@acme.com',
      active: true,
      emails: [
        { value: 'ada@acme.com', type: 'work', primary: true },
        { value: 'countess@acme.com', type: 'work' },
      ],
      name: { formatted: 'Ada Lovelace', givenName: 'Ada', familyName: 'Lovelace' },
      displayName: 'Ada Lovelace',
      title: 'Engineer',
      [ENTERPRISE]: { department: 'R&D', manager: { value: 'CN=Boss, OU=Staff,DC=acme,DC=com' } },
      [SOURCE]: { sam_account_name: 'ada' },
    });
  });

  it.each([
    ['512', true],
    ['514', false],
    ['66050', false],
    ['66048', true],
  ])('with userAccountControl %s is active: %s (LD-T5)', (userAccountControl, active) => {
    expect(resourceOf({ userAccountControl })['active']).toBe(active);
  });

  it('has the date on which the account expires, where it does', () => {
    expect(resourceOf({ accountExpires: '133485408000000000' })[SOURCE]).toMatchObject({
      account_expires: '133485408000000000',
    });
  });

  it('takes other attributes where the settings name them', () => {
    expect(
      resourceOf({ extensionAttribute1: 'blue' }, { user_name: 'sAMAccountName', team: 'extensionAttribute1' }),
    ).toMatchObject({
      userName: 'ada',
      [SOURCE]: { team: 'blue' },
    });
  });

  it('has a userName without an address (LD-T6)', () => {
    expect(resourceOf({ mail: [], proxyAddresses: [], userPrincipalName: [] })).toMatchObject({ userName: 'ada' });
  });
});

describe('an entry of OpenLDAP', () => {
  const ENTRY = {
    dn: 'uid=ada,ou=people,dc=acme,dc=com',
    entryUUID: 'AAAAAAAA-0000-4000-8000-000000000001',
    uid: 'ada',
    cn: 'Ada Lovelace',
    mail: ['ada@acme.com', 'countess@acme.com'],
  };
  const resourceOf = (more = {}, overrides = {}) =>
    ldapUserResource(new LdapRecord({ ...ENTRY, ...more }), OPENLDAP, attributeNames(OPENLDAP, overrides));

  it('has its entryUUID, its uid and its first address', () => {
    expect(resourceOf()).toEqual({
      externalId: 'aaaaaaaa-0000-4000-8000-000000000001',
      userName: 'ada',
      active: true,
      emails: [{ value: 'ada@acme.com', type: 'work', primary: true }],
      name: { formatted: 'Ada Lovelace' },
    });
  });

  it.each([
    [{ pwdAccountLockedTime: '000001010000Z' }, false],
    [{ pwdAccountLockedTime: '20261128063000Z' }, true],
    [{ nsAccountLock: 'TRUE' }, false],
    [{}, true],
  ])('is inactive when it is locked for good: %j', (state, active) => {
    expect(resourceOf(state)['active']).toBe(active);
  });

  it('is inactive by an attribute that the settings name', () => {
    expect(resourceOf({ employeeStatus: 'inactive' }, { active: 'employeeStatus' })['active']).toBe(false);
  });
});

it('writes the bytes of a GUID in their order (LD-T10)', () => {
  expect(guidOf(GUID)).toBe('00112233-4455-6677-8899-aabbccddeeff');
  expect(guidOf(GUID.subarray(1))).toBeUndefined();
});

it('tells the kind of server by its root', () => {
  expect(detectedFlavor(new LdapRecord({ dn: '', defaultNamingContext: 'DC=acme' })).name).toBe('active_directory');
  expect(detectedFlavor(new LdapRecord({ dn: '', supportedCapabilities: ['1.2.840.113556.1.4.800'] })).name).toBe(
    'active_directory',
  );
  expect(detectedFlavor(new LdapRecord({ dn: '', namingContexts: 'dc=acme' })).name).toBe('openldap');
});
