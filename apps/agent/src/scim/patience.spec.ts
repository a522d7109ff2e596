import { expect, it } from 'vitest';
import { Patience } from './patience.js';

it('tries five times where nobody answers, with longer and longer pauses', () => {
  const patience = new Patience();
  const pauses = Array.from({ length: 6 }, () => patience.next(undefined, 0));
  expect(pauses).toEqual([250, 500, 1_000, 2_000, undefined, undefined]);
});

it('waits as long as it is asked to, and not for ever', () => {
  const patience = new Patience();
  const pauses = Array.from({ length: 40 }, () => patience.next(60_000, 0));
  expect(pauses.slice(0, 15)).toEqual(Array.from({ length: 15 }, () => 60_000));
  expect(pauses[15]).toBeUndefined();
  expect(new Patience().next(3_600_000)).toBeUndefined();
});
