import { describe, expect, it } from 'vitest';
import { departureInstant, DepartureRule } from './departure.js';

const NONE = [
  ...['2026-02-30T08:00:00Z', '20260230', '20260231080000Z', '2026-11-25T24:00:00Z', '2026-11-25+25:00', '2026112508'],
  // What a program writes where nobody set a date: nobody left before 1970.
  ...['0001-01-01T00:00:00', '1601-01-01T00:00:00Z', '1900-01-01', '12345678901234567', '-1', '1764057600'],
];

describe('a departure date', () => {
  it.each([
    ['2026-01-31', 'UTC', '2026-02-01T00:00:00.000Z'],
    ['2026-01-31', 'Europe/Berlin', '2026-01-31T23:00:00.000Z'],
    ['2026-07-31', 'America/New_York', '2026-08-01T04:00:00.000Z'],
    // The clocks go forward in the night that ends the day, and back in the one of the other.
    ['2026-03-28', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-01-31T17:00', 'Europe/Berlin', '2026-01-31T16:00:00.000Z'],
    ['2026-01-31T17:00:00', 'UTC', '2026-01-31T17:00:00.000Z'],
    ['2026-01-31T17:00:00Z', 'Europe/Berlin', '2026-01-31T17:00:00.000Z'],
    ['2026-01-31 17:00:00.5+02:00', 'UTC', '2026-01-31T15:00:00.500Z'],
    // LDAP
    ['20261127080000.0Z', 'Europe/Berlin', '2026-11-27T08:00:00.000Z'],
    ['20261127080000Z', 'Europe/Berlin', '2026-11-27T08:00:00.000Z'],
    ['202611270800Z', 'UTC', '2026-11-27T08:00:00.000Z'],
    ['2026112708.5Z', 'UTC', '2026-11-27T08:30:00.000Z'],
    ['20261127080000+0100', 'UTC', '2026-11-27T07:00:00.000Z'],
    ['20261127080000', 'Europe/Berlin', '2026-11-27T07:00:00.000Z'],
    ['20261127T080000Z', 'Europe/Berlin', '2026-11-27T08:00:00.000Z'],
    ['20261125', 'Europe/Berlin', '2026-11-25T23:00:00.000Z'],
    // XML Schema
    ['2026-11-25-07:00', 'Europe/Berlin', '2026-11-26T07:00:00.000Z'],
    ['2026-11-25+02:00', 'UTC', '2026-11-25T22:00:00.000Z'],
    ['2026-11-25Z', 'Europe/Berlin', '2026-11-26T00:00:00.000Z'],
    // .NET
    ['2026-11-25T08:00:00.0000000Z', 'Europe/Berlin', '2026-11-25T08:00:00.000Z'],
    ['2026-11-25T08:00:00.1234567-07:00', 'UTC', '2026-11-25T15:00:00.123Z'],
    ['2026-11-25T08:00:00.0000000', 'Europe/Berlin', '2026-11-25T07:00:00.000Z'],
    // Active Directory
    ['134085312000000000', 'Europe/Berlin', '2025-11-25T08:00:00.000Z'],
    ['9223372036854775806', 'UTC', '9999-12-31T23:59:59.999Z'],
    // Far away, but not over.
    ['9999-12-31', 'America/New_York', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31T23:59:59.9999999', 'America/New_York', '9999-12-31T23:59:59.999Z'],
  ])('%s in %s is over at %s', (text, zone, instant) => {
    expect(departureInstant(text, zone)).toBe(instant);
  });

  it.each(['', 'soon', '31.01.2026', '01/31/2026', '2026-02-30', '2026-13-01', '2026-01-31T25:00:00Z', ...NONE])(
    'is none: "%s"',
    (text) => {
      expect(departureInstant(text, 'UTC')).toBeUndefined();
    },
  );

  const lastDay = DepartureRule.of({
    departure: 'graceful',
    departure_attribute: 'urn:example:2.0:User:lastDay',
  })!;

  it.each(['0', 0, '9223372036854775807', 9223372036854775807, ' ', null, undefined, ''])(
    'is never, and nothing to warn of: %j',
    (value) => {
      const user = { 'urn:example:2.0:User': { lastDay: value } };
      expect([lastDay.instantOf(user), lastDay.unreadOf(user)]).toEqual([undefined, undefined]);
    },
  );

  it.each([134085024000000000, 20261125, '2026-11-25', { value: '20261125' }])('may be given as %j', (value) => {
    const user = { 'urn:example:2.0:User': { lastDay: value } };
    expect(lastDay.instantOf(user)).toEqual(expect.any(String));
    expect(lastDay.unreadOf(user)).toBeUndefined();
  });

  it.each(['soon', true, 7, { value: 'soon' }, { day: 1 }, ['soon'], '0001-01-01T00:00:00'])(
    'is no date, and is a warning: %j',
    (value) => {
      const user = { 'urn:example:2.0:User': { lastDay: value } };
      expect(lastDay.instantOf(user)).toBeUndefined();
      expect(lastDay.unreadOf(user)).toBe('urn:example:2.0:User:lastDay');
    },
  );

  it('is read where the policy says, and nowhere else', () => {
    const resource = { userName: 'ada', 'urn:example:2.0:User': { lastDay: ' 2026-01-31 ' } };
    const path = 'urn:example:2.0:User:lastDay';
    const policy = {
      departure: 'graceful' as const,
      departure_attribute: path,
    };
    expect(DepartureRule.of(policy)!.instantOf(resource)).toBe('2026-02-01T00:00:00.000Z');
    expect(DepartureRule.of(policy)!.instantOf({ userName: 'bob' })).toBeUndefined();
    expect(DepartureRule.of({ ...policy, departure: 'immediate' })).toBeUndefined();
    expect(DepartureRule.of({})).toBeUndefined();
  });
});
