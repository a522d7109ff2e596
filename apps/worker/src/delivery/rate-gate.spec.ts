import { expect, it } from 'vitest';
import { RateGate } from './rate-gate.js';

it('lets requests through evenly, without a burst after a pause', () => {
  const gate = new RateGate();
  expect(gate.take(10, 1_000)).toBe(0);
  expect(gate.take(10, 1_050)).toBeCloseTo(49);
  expect(gate.take(10, 1_100)).toBe(0);
  expect(gate.take(10, 9_000)).toBe(0);
  expect(gate.take(10, 9_001)).toBeGreaterThan(90);
});
