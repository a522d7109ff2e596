import { describe, expect, it } from 'vitest';
import { bodyOf, draftOf, wrongFields } from './policy-draft';

const stored = {
  on_deactivate: 'update_event' as const,
  departure: 'graceful' as const,
  departure_attribute: 'urn:example:2.0:User:lastDay',
  time_zone: 'Europe/Berlin',
  notify: ['manager' as const],
  retention_days: 90,
  mass_leave_limit: 25,
  hold: false,
  sync_review: { percent: 30, count: 5 },
  departure_warnings: 0,
};

describe('the form of a policy', () => {
  it('sends back what it read, and what it has no field for', () => {
    const { departure_warnings: _answered, ...policy } = stored;
    expect(bodyOf(stored, draftOf(stored))).toEqual(policy);
  });

  it('holds beyond the number that was typed', () => {
    const body = bodyOf(stored, { ...draftOf(stored), holdAbove: ' 7 ' });
    expect(body).toMatchObject({ hold: true, mass_leave_limit: 7 });
  });

  it.each([
    [{}, []],
    [{ attribute: ' ' }, ['attribute']],
    [{ holdAbove: '0' }, ['holdAbove']],
    [{ holdAbove: 'many' }, ['holdAbove']],
    [{ reviewPercent: '101' }, ['reviewPercent']],
    [{ reviewPercent: '' }, ['reviewPercent']],
    [{ reviewCount: '-1' }, ['reviewCount']],
  ])('of %j finds wrong: %j', (change, wrong) => {
    expect(Object.keys(wrongFields({ ...draftOf(stored), ...change }))).toEqual(wrong);
  });
});
