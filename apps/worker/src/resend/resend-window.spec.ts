import { expect, it } from 'vitest';
import { ResendWindow } from './resend-window.js';

it('grows while the endpoint takes all of it, up to a limit', () => {
  const window = new ResendWindow();
  expect(window.next(0)).toBe(256);
  expect(window.next(0)).toBe(512);
  for (let look = 0; look < 10; look++) window.next(0);
  expect(window.next(0)).toBe(2_000);
});

it('fills up what was taken', () => {
  const window = new ResendWindow();
  window.next(0);
  expect(window.next(100)).toBe(156);
});

it('shrinks before an endpoint that takes little, and never to nothing', () => {
  const window = new ResendWindow();
  expect(window.next(128)).toBe(0);
  for (let look = 0; look < 10; look++) window.next(1_000);
  expect(window.next(8)).toBe(8);
});
