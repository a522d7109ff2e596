import { expect, it } from 'vitest';
import { Pace } from './pace.js';

it('grows while the endpoint takes all of it, up to a limit', () => {
  const pace = new Pace();
  expect(pace.next(0)).toBe(256);
  expect(pace.next(0)).toBe(512);
  for (let look = 0; look < 10; look++) pace.next(0);
  expect(pace.next(0)).toBe(2_000);
});

it('fills up what was taken', () => {
  const pace = new Pace();
  pace.next(0);
  expect(pace.next(100)).toBe(156);
});

it('shrinks before an endpoint that takes little, and never to nothing', () => {
  const pace = new Pace();
  expect(pace.next(128)).toBe(0);
  for (let look = 0; look < 10; look++) pace.next(1_000);
  expect(pace.next(8)).toBe(8);
});
