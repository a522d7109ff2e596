import { expect, it } from 'vitest';
import { AimdLimit } from './aimd-limit.js';

const times = (count: number, step: () => void) => Array.from({ length: count }).forEach(step);

it('doubles with each round of answers, up to 32', () => {
  const limit = new AimdLimit();
  limit.restart();
  const rounds = Array.from({ length: 7 }, () => {
    const { value } = limit;
    times(value, () => limit.increase());
    return value;
  });
  expect(rounds).toEqual([1, 2, 4, 8, 16, 32, 32]);
});

it('halves with each strain, down to one', () => {
  const limit = new AimdLimit();
  times(100, () => limit.increase());
  const values = Array.from({ length: 7 }, () => (limit.decrease(), limit.value));
  expect(values).toEqual([16, 8, 4, 2, 1, 1, 1]);
});
