import { expect, it } from 'vitest';
import { InFlightLimit } from './in-flight-limit.js';

const times = (count: number, step: () => void) => Array.from({ length: count }).forEach(step);

it('doubles with each round of answers, up to 32', () => {
  const limit = new InFlightLimit();
  limit.ramp();
  const rounds = Array.from({ length: 7 }, () => {
    const { value } = limit;
    times(value, () => limit.raise());
    return value;
  });
  expect(rounds).toEqual([1, 2, 4, 8, 16, 32, 32]);
});

it('halves with each strain, down to one', () => {
  const limit = new InFlightLimit();
  times(100, () => limit.raise());
  const values = Array.from({ length: 7 }, () => (limit.lower(), limit.value));
  expect(values).toEqual([16, 8, 4, 2, 1, 1, 1]);
});
