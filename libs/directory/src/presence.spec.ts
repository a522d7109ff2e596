import { describe, expect, it } from 'vitest';
import { Presence, type Standing } from './presence.js';

const AT = '2026-03-01T12:00:00.000Z';
const presence = new Presence({ departure: 'graceful', departure_attribute: 'urn:example:2.0:User:lastDay' }, AT);
const dated = (lastDay: unknown, active?: boolean) => ({
  userName: 'ada',
  ...(active !== undefined && { active }),
  'urn:example:2.0:User': { lastDay },
});
const was = (lastDay: unknown, active: boolean, word = true, deletedAt: string | null = null): Standing => ({
  resource: dated(lastDay, word),
  active,
  deletedAt,
});

describe('a date that nobody can read', () => {
  const unread = ['01/31/2020', 'n/a', '2020-13-45', '1900-01-01', { foo: 'x' }, {}, true, 7, ['x', 'y']];

  it.each(unread)('%j: keeps what the last readable one made of the user', (value) => {
    expect(presence.isActive(dated(value), undefined)).toBe(true);
    expect(presence.isActive(dated(value), was('2020-01-31', false))).toBe(false);
    expect(presence.isActive(dated(value), was('2099-01-31', true))).toBe(true);
    expect(presence.isActive(dated(value), was(undefined, true))).toBe(true);
    // It has come, and no worker has looked yet.
    expect(presence.isActive(dated(value), was('2026-02-28', true))).toBe(false);
    // Written again and again.
    for (const other of unread) {
      expect(presence.isActive(dated(value), was(other, false))).toBe(false);
      expect(presence.isActive(dated(value), was(other, true))).toBe(true);
    }
  });

  it('is no reason against an explicit word of the IdP', () => {
    expect(presence.isActive(dated('n/a', true), was('n/a', false, false))).toBe(true);
    expect(presence.isActive(dated('n/a', false), was('n/a', true))).toBe(false);
    // What the date said is still known here: `active: true` changes nothing after it.
    expect(presence.isActive(dated('n/a', true), was('2020-01-31', false, false))).toBe(false);
  });

  it('is no reason against a return, unless the user had left by a date', () => {
    expect(presence.isActive(dated('n/a'), was('2099-01-31', false, false, AT))).toBe(true);
    expect(presence.isActive(dated('n/a'), was('n/a', false, false, AT))).toBe(true);
    expect(presence.isActive(dated('n/a'), was('2020-01-31', false, false, AT))).toBe(false);
  });
});

it('of somebody who is out: a later date or none brings them back', () => {
  for (const value of ['2099-01-31', '0', undefined, null, '', ' ']) {
    expect(presence.isActive(dated(value), was('2020-01-31', false))).toBe(true);
    expect(presence.isActive(dated(value), was('n/a', false))).toBe(true);
  }
  expect(presence.isActive(dated('2020-02-01'), was('n/a', false))).toBe(false);
});

it('is the IdP’s word alone where the policy knows no dates', () => {
  const immediate = new Presence({}, AT);
  expect(immediate.isActive(dated('2020-01-31'), was('2020-01-31', false))).toBe(true);
  expect(immediate.isActive(dated('n/a', false), undefined)).toBe(false);
});
