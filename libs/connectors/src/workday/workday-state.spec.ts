import { describe, expect, it } from 'vitest';
import { type Warning } from '../connector.js';
import { workdaySourceUser } from './workday-report.js';
import { workerState } from './workday-state.js';

const TODAY = '2026-11-28';
const DATES = { hire_date: 'Hired', termination_date: 'Left' };

it.each([
  ['1', true],
  ['0', false],
  [true, true],
  ['No', false],
  ['Terminated', false],
])('somebody with %j in the column of active is active: %s', (On, active) => {
  const state = workerState({ On, Left: 'soon' }, { active: 'On', ...DATES }, TODAY);
  expect(state).toEqual({ active, isHidden: false, unread: undefined });
});

describe('without that column, the dates decide', () => {
  it.each([
    [{ Hired: '2026-12-01' }, false],
    [{ Hired: '2026-11-28' }, true],
    [{ Hired: '20261201' }, false],
    [{ Hired: '1969-05-01' }, true],
    [{ Hired: '1969-05-01', Left: '2026-11-27' }, false],
    [{ Left: '2026-11-27' }, false],
    [{ Left: '2026-11-28' }, true],
    [{ Left: '2026-11-28-08:00' }, true],
    [{ Left: '2026-11-27-08:00' }, false],
    [{ Left: '2026-11-28T00:00:00.000-08:00' }, true],
    [{ Left: '20261127' }, false],
    [{ Left: 20261127 }, false],
    [{ Left: '20261127080000.0Z' }, false],
    [{ Left: '20261128080000.0Z' }, true],
    [{ Left: '9999-12-31' }, true],
    [{ Left: '9223372036854775807' }, true],
    [{}, true],
  ])('%j is active: %s (WD-T4)', (row, active) => {
    expect(workerState(row, DATES, TODAY)).toEqual({ active, isHidden: false, unread: undefined });
  });

  it.each(['12/31/2099', '12/31/2019', '31.01.2020', '31-Jan-2020', '1900-01-01', 'soon'])(
    'by %j nobody leaves and nobody comes back, and a warning shows it',
    (Left) => {
      const warnings: Warning[] = [];
      const settings = { columns: { id: 'ID', email: 'Mail', ...DATES }, groupsFrom: [] };
      const row = { ID: '1', Mail: 'a@acme.com', Hired: '2020-01-01', Left };
      const user = workdaySourceUser(row, settings as never, TODAY, (warning) => warnings.push(warning));
      expect(user).toMatchObject({ absent: ['active'], resource: { active: true } });
      expect(warnings).toMatchObject([{ code: 'date_unreadable', example: Left }]);
    },
  );

  it('a date that says that somebody is out is believed beside one that cannot be read', () => {
    expect(workerState({ Hired: 'x', Left: '2020-01-31' }, DATES, TODAY)).toMatchObject({
      active: false,
      isHidden: false,
    });
    expect(workerState({ Hired: '2099-01-31', Left: 'x' }, DATES, TODAY)).toMatchObject({
      active: false,
      isHidden: false,
    });
  });
});

it.each([
  ['a column without a value', { active: 'On' }, {}, true],
  ['a column with a value that says neither yes nor no', { active: 'On' }, { On: 'On leave' }, true],
  ['the documented columns, none with a value', { active: 'On', ...DATES }, {}, true],
  [
    'the documented columns, none with a value that can be read',
    { active: 'On', ...DATES },
    { On: '?', Left: 'x' },
    true,
  ],
  ['a date that can be read', { active: 'On', ...DATES }, { Hired: '2020-01-01' }, false],
  ['no column for a state or a date', {}, {}, true],
  ['only the hire date, without a value', { hire_date: 'Hired' }, {}, true],
  ['only the last day, of somebody who stays', { termination_date: 'Left' }, {}, false],
])('says whether the state is hidden: %s', (_what, columns, row, expected) => {
  expect(workerState(row, { id: 'ID', email: 'Mail', ...columns }, TODAY).isHidden).toBe(expected);
});
