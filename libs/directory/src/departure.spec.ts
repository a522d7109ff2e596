import { describe, expect, it } from 'vitest';
import { departureInstant, DepartureRule } from './departure.js';

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
  ])('%s in %s is over at %s', (text, zone, instant) => {
    expect(departureInstant(text, zone)).toBe(instant);
  });

  it.each(['', 'soon', '31.01.2026', '01/31/2026', '2026-02-30', '2026-13-01', '2026-01-31T25:00:00Z', '20260131'])(
    'is none: "%s"',
    (text) => {
      expect(departureInstant(text, 'UTC')).toBeUndefined();
    },
  );

  it('is read where the policy says, and nowhere else', () => {
    const resource = { userName: 'ada', 'urn:example:2.0:User': { lastDay: ' 2026-01-31 ' } };
    const path = 'urn:example:2.0:User:lastDay';
    const policy = {
      on_deactivate: 'delete_event' as const,
      departure: 'graceful' as const,
      departure_attribute: path,
    };
    expect(DepartureRule.of(policy)!.instantOf(resource)).toBe('2026-02-01T00:00:00.000Z');
    expect(DepartureRule.of(policy)!.instantOf({ userName: 'bob' })).toBeUndefined();
    expect(DepartureRule.of({ ...policy, departure: 'immediate' })).toBeUndefined();
    expect(DepartureRule.of({ on_deactivate: 'delete_event' })).toBeUndefined();
  });
});
