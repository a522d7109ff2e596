import { expect, it } from 'vitest';
import { parseSchedule } from './retry-schedule.js';

it('reads every unit', () => {
  expect(parseSchedule('250ms,5s,30m,2h,1d')).toEqual([250, 5_000, 1_800_000, 7_200_000, 86_400_000]);
});

it('reads the default ladder, spaces and fractions', () => {
  const total = parseSchedule('5s, 5m,30m , 2h,5h,10h,10h').reduce((sum, ms) => sum + ms);
  expect(total).toBe(((27 * 60 + 35) * 60 + 5) * 1000);
  expect(parseSchedule('0s,1.5s')).toEqual([0, 1_500]);
});

it.each([
  ['5s,,5m', 'entry 2, ""'],
  ['', 'entry 1, ""'],
  ['5s,5', 'entry 2, "5"'],
  ['-5s', 'entry 1, "-5s"'],
  ['5S', 'entry 1, "5S"'],
  ['5s;5m', 'entry 1, "5s;5m"'],
  ['5s,1e3s', 'entry 2, "1e3s"'],
  ['5s,31d', 'entry 2, "31d", is longer than 30d'],
])('refuses %j and names the entry', (text, named) => {
  expect(() => parseSchedule(text)).toThrow(named);
});
