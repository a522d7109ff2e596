import { describe, expect, it } from 'vitest';
import { keepFields } from '../record/kept-fields.js';
import { bobUserResource, fieldOf, HIBOB_FIELDS } from './hibob-user.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const ADA = {
  id: '100',
  email: 'ada@acme.com',
  firstName: 'Ada',
  surname: 'Lovelace',
  displayName: 'Ada Lovelace',
  work: { title: '7001', department: '7002', reportsTo: { id: '99', displayName: 'Boss' } },
  internal: { status: 'Active' },
  humanReadable: { work: { title: 'Engineer', department: 'R&D', reportsTo: 'Boss' }, internal: { status: 'Active' } },
};

describe('an employee', () => {
  it('has the values of lists by name, and a manager by id', () => {
    const { resource } = bobUserResource(ADA, HIBOB_FIELDS);
    expect(resource).toEqual({
      externalId: '100',
      active: true,
      userName: 'ada@acme.com',
      emails: [{ value: 'ada@acme.com', type: 'work', primary: true }],
      name: { givenName: 'Ada', familyName: 'Lovelace' },
      displayName: 'Ada Lovelace',
      title: 'Engineer',
      [ENTERPRISE]: { department: 'R&D', manager: { value: '99' } },
    });
  });

  it('is inactive by status', () => {
    expect(
      bobUserResource({ ...ADA, internal: { status: 'Inactive' }, humanReadable: {} }, HIBOB_FIELDS).resource,
    ).toMatchObject({
      active: false,
    });
  });

  it('keeps what the answer no longer holds, the userName of a hidden address and the state too (HIB-T1)', () => {
    const stored = bobUserResource(ADA, HIBOB_FIELDS).resource;
    const { resource, absent } = bobUserResource({ id: '100', firstName: 'Augusta' }, HIBOB_FIELDS);
    expect(keepFields(resource, absent, { ...stored, active: false })).toEqual({
      ...stored,
      active: false,
      name: { givenName: 'Augusta', familyName: 'Lovelace' },
    });
  });

  it('loses a value that the answer holds as null', () => {
    const { resource, absent } = bobUserResource({ ...ADA, work: { title: null, department: '7002' } }, HIBOB_FIELDS);
    expect(absent).not.toContain('title');
    expect(resource).not.toHaveProperty('title', '7001');
  });
});

it.each([
  [{ work: { title: 'A' } }],
  [{ 'work.title': 'A' }],
  [{ '/work/title': { value: 'A' } }],
  [{ work: { title: '1' }, humanReadable: { work: { title: 'A' } } }],
  [{ '/work/title': { value: '1' }, humanReadable: { '/work/title': { value: 'A' } } }],
])('is found in every form in which HiBob may write it: %j', (employee) => {
  expect(fieldOf(employee, 'work.title')).toBe('A');
});

it.each([[{ id: '7' }], [{ root: { id: '7' } }], [{ 'root.id': '7' }], [{ '/root/id': { value: '7' } }]])(
  'finds the fields of the root in %j',
  (employee) => {
    expect(fieldOf(employee, 'root.id')).toBe('7');
  },
);
