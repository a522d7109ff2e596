import { expect, it } from 'vitest';
import { RefusalSample } from './refusal-sample.js';

const count = (take: () => boolean, times: number) => Array.from({ length: times }, take).filter(Boolean).length;

it('takes one refusal of an address a minute', () => {
  let now = 0;
  const sample = new RefusalSample(() => now);
  expect(count(() => sample.ofStranger('192.0.2.1'), 1_000)).toBe(1);
  now = 60_000;
  expect(sample.ofStranger('192.0.2.1')).toBe(true);
});

it('takes 30 refusals of all addresses a minute', () => {
  const sample = new RefusalSample(() => 0);
  let address = 0;
  expect(count(() => sample.ofStranger(`2001:db8::${address++}`), 10_000)).toBe(30);
});

it('takes 30 refusals of a key a minute, however many strangers there are', () => {
  const sample = new RefusalSample(() => 0);
  for (let address = 0; address < 100; address++) sample.ofStranger(`192.0.2.${address}`);
  expect(count(() => sample.ofKey('key_a'), 1_000)).toBe(30);
  expect(sample.ofKey('key_b')).toBe(true);
});
