import { expect, it } from 'vitest';
import { googleUserResource } from './google-user.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SOURCE = 'urn:rollcall:schemas:source:1.0:User';

const ADA = {
  kind: 'admin#directory#user',
  id: '1001',
  etag: '"x"',
  primaryEmail: 'ada@acme.com',
  name: { givenName: 'Ada', familyName: 'Lovelace', fullName: 'Ada Lovelace' },
  suspended: false,
  archived: false,
  lastLoginTime: '2026-01-01T00:00:00.000Z',
  thumbnailPhotoEtag: '"y"',
};

it('has everything that SCIM has a name for', () => {
  const resource = googleUserResource({
    ...ADA,
    emails: [
      { address: 'ada@acme.com', primary: true },
      { address: 'ada@acme.com.test-google-a.com' },
      { address: 'ada@home.example', type: 'home' },
    ],
    externalIds: [
      { type: 'custom', value: 'no' },
      { type: 'organization', value: 'E7' },
    ],
    organizations: [
      { title: 'Old', primary: false },
      { title: 'Engineer', department: 'R&D', costCenter: '42', primary: true },
    ],
    relations: [
      { type: 'assistant', value: 'x@acme.com' },
      { type: 'manager', value: 'boss@acme.com' },
    ],
    phones: [{ type: 'work', value: '+1 555', primary: true }],
    addresses: [{ type: 'work', formatted: '1 Main St', countryCode: 'GB' }],
    languages: [{ languageCode: 'fr' }, { languageCode: 'en-GB', preference: 'preferred' }],
    orgUnitPath: '/Staff',
    customSchemas: { Badge: { number: '7' } },
  });
  expect(resource).toEqual({
    externalId: '1001',
    userName: 'ada@acme.com',
    active: true,
    name: { formatted: 'Ada Lovelace', givenName: 'Ada', familyName: 'Lovelace' },
    emails: [
      { value: 'ada@acme.com', type: 'work', primary: true },
      { value: 'ada@home.example', type: 'home' },
    ],
    title: 'Engineer',
    phoneNumbers: [{ value: '+1 555', type: 'work', primary: true }],
    addresses: [{ type: 'work', formatted: '1 Main St', country: 'GB' }],
    preferredLanguage: 'en-GB',
    [ENTERPRISE]: { employeeNumber: 'E7', department: 'R&D', costCenter: '42', manager: { value: 'boss@acme.com' } },
    [SOURCE]: { org_unit_path: '/Staff', Badge: { number: '7' } },
  });
});

it.each([
  [{ suspended: true }, false],
  [{ archived: true }, false],
  [{}, true],
])('is active unless suspended or archived: %j', (state, active) => {
  expect(googleUserResource({ ...ADA, ...state })['active']).toBe(active);
});

it('differs in nothing that only a login changes', () => {
  const later = { ...ADA, etag: '"z"', lastLoginTime: '2026-02-02T00:00:00.000Z', thumbnailPhotoEtag: '"w"' };
  expect(googleUserResource(later)).toEqual(googleUserResource(ADA));
});

it('takes a zero-width space for no family name', () => {
  const name = { givenName: 'Sting', familyName: '\u200B', fullName: 'Sting \u200B' };
  expect(googleUserResource({ ...ADA, name })['name']).toEqual({ formatted: 'Sting', givenName: 'Sting' });
});
