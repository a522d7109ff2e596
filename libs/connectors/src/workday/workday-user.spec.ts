import { describe, expect, it } from 'vitest';
import { columnOf } from './workday-row.js';
import { workdayUserResource } from './workday-user.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SOURCE = 'urn:rollcall:schemas:source:1.0:User';

describe('a row of the report', () => {
  it('is mapped by the columns, and a field of the customer becomes an attribute of their own', () => {
    const columns = {
      id: 'Employee_ID',
      email: 'Mail',
      given_name: 'First',
      department: 'Org.Name',
      manager_id: 'Boss',
      badge: 'Badge',
      active: 'On',
    };
    const row = {
      Employee_ID: '21',
      Mail: ' ada@acme.com ',
      First: 'Ada',
      Org: [{ Name: 'R&D' }],
      Boss: '9',
      Badge: 7,
      On: '1',
    };
    expect(workdayUserResource(row, columns, true)).toEqual({
      externalId: '21',
      userName: 'ada@acme.com',
      emails: [{ value: 'ada@acme.com', type: 'work', primary: true }],
      name: { givenName: 'Ada' },
      [ENTERPRISE]: { department: 'R&D', manager: { value: '9' } },
      [SOURCE]: { badge: '7' },
      active: true,
    });
  });
});

it.each([
  [{ 'wd:Employee_ID': '7' }, 'Employee_ID'],
  [{ Worker: [{ Employee_ID: '7' }] }, 'Worker.Employee_ID'],
  [{ Worker: { Descriptor: '7' } }, 'Worker'],
  [{ 'Worker.ID': '7' }, 'Worker.ID'],
])('finds the column in %j', (row, column) => {
  expect(columnOf(row, column)).toBe('7');
});
