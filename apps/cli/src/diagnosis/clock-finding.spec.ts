import { expect, it } from 'vitest';
import { clockFinding } from './clock-finding.js';

const HERE = new Date('2026-01-31T12:00:00.400Z');
const off = (seconds: number) => clockFinding(new Date(HERE.getTime() + seconds * 1_000), HERE);

it('tells a clock that is a little off from one that is a problem', () => {
  expect([0, -5, 5].map((seconds) => off(seconds).state)).toEqual(['well', 'well', 'well']);
  expect(off(20)).toMatchObject({ state: 'look', message: "the broker's is 20 s ahead of the one here" });
  expect(off(-151)).toMatchObject({ state: 'problem', message: "the broker's is 151 s behind the one here" });
  expect(clockFinding(undefined, HERE).state).toBe('look');
});
