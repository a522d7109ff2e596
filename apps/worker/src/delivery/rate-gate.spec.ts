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

it('lets who is urgent go first at the place they both wait for', () => {
  const gate = new RateGate();
  expect(gate.take(10, 1_000)).toBe(0);
  const wait = gate.take(10, 1_010);
  expect(gate.take(10, 1_020, true)).toBeCloseTo(79);
  expect(gate.take(10, 1_010 + wait)).toBeCloseTo(5);
  expect(gate.take(10, 1_010 + wait + 1, true)).toBe(0);
});
