import { expect, it } from 'vitest';
import { bambooUserResource } from './bamboohr-user.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SOURCE = 'urn:rollcall:schemas:source:1.0:User';

it('has everything that SCIM has a name for', () => {
  const { resource } = bambooUserResource({
    id: '42',
    displayName: 'Grace Hopper',
    firstName: 'Grace',
    lastName: 'Hopper',
    preferredName: 'Amazing',
    workEmail: 'grace@acme.com',
    workPhone: '+1 555',
    jobTitle: 'Admiral',
    department: 'Navy',
    division: 'Sea',
    location: 'Arlington',
    employeeNumber: 'N1',
    supervisorEId: '7',
    status: 'Active',
    hireDate: '2024-01-01',
    terminationDate: '2026-12-31',
  });
  expect(resource).toEqual({
    externalId: '42',
    userName: 'grace@acme.com',
    active: true,
    emails: [{ value: 'grace@acme.com', type: 'work', primary: true }],
    name: { formatted: 'Grace Hopper', givenName: 'Grace', familyName: 'Hopper' },
    nickName: 'Amazing',
    title: 'Admiral',
    phoneNumbers: [{ value: '+1 555', type: 'work' }],
    [ENTERPRISE]: { department: 'Navy', division: 'Sea', employeeNumber: 'N1', manager: { value: '7' } },
    [SOURCE]: { location: 'Arlington', hire_date: '2024-01-01', termination_date: '2026-12-31' },
  });
});

it('has a userName before there is an address (BHR-T1)', () => {
  const { resource } = bambooUserResource({
    id: '43',
    firstName: 'New',
    lastName: 'Hire',
    workEmail: null,
    status: 'Active',
  });
  expect(resource).toMatchObject({ externalId: '43', userName: '43' });
  expect(resource).not.toHaveProperty('emails');
});

it('is inactive by status, and has no date where BambooHR writes zeros', () => {
  const { resource } = bambooUserResource({
    id: '44',
    status: 'Inactive',
    hireDate: '0000-00-00',
    terminationDate: '0000-00-00',
  });
  expect(resource).toEqual({ externalId: '44', userName: '44', active: false });
});

it('says what the answer did not hold, which is not what it held as empty', () => {
  const { absent } = bambooUserResource({ id: '45', workEmail: null, department: '', hireDate: '0000-00-00' });
  for (const field of ['active', 'title', 'termination_date']) expect(absent).toContain(field);
  for (const field of ['email', 'department', 'hire_date']) expect(absent).not.toContain(field);
});
