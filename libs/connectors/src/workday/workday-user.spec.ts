import { describe, expect, it } from 'vitest';
import { columnOf, hidesState, workdayUserResource } from './workday-user.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SOURCE = 'urn:rollcall:schemas:source:1.0:User';
const TODAY = '2026-11-28';

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
    expect(workdayUserResource(row, columns, TODAY)).toEqual({
      externalId: '21',
      userName: 'ada@acme.com',
      emails: [{ value: 'ada@acme.com', type: 'work', primary: true }],
      name: { givenName: 'Ada' },
      [ENTERPRISE]: { department: 'R&D', manager: { value: '9' } },
      [SOURCE]: { badge: '7' },
      active: true,
    });
  });

  it.each([
    ['1', true],
    ['0', false],
    [true, true],
    ['No', false],
    ['Terminated', false],
  ])('with %j in the column of active is active: %s', (On, active) => {
    expect(workdayUserResource({ id: '1', On }, { id: 'id', email: 'e', active: 'On' }, TODAY)['active']).toBe(active);
  });

  it.each([
    [{ Hired: '2026-12-01' }, false],
    [{ Hired: '2026-11-28' }, true],
    [{ Left: '2026-11-27' }, false],
    [{ Left: '2026-11-28' }, true],
    [{ Left: '2026-11-28-08:00' }, true],
    [{}, true],
  ])('without that column is active by the dates: %j (WD-T4)', (dates, active) => {
    const columns = { id: 'id', email: 'e', hire_date: 'Hired', termination_date: 'Left' };
    expect(workdayUserResource({ id: '1', ...dates }, columns, TODAY)['active']).toBe(active);
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

it.each([
  ['a column without a value', { active: 'On' }, {}, true],
  ['a column with a value that says neither yes nor no', { active: 'On' }, { On: 'On leave' }, true],
  ['dates that say more', { active: 'On', termination_date: 'End' }, {}, false],
  ['no column for it', {}, {}, false],
])('says whether the state is hidden: %s', (_what, columns, row, expected) => {
  expect(hidesState(row, { id: 'ID', ...columns })).toBe(expected);
});
