import { expect, it } from 'vitest';
import { memberPortions, MOST_BODY_BYTES } from './member-portions.js';

const ids = (count: number, length = 36) => Array.from({ length: count }, (_, at) => String(at).padStart(length, '0'));

it.each([
  [0, 36],
  [1, 36],
  [200, 36],
  [201, 36],
  [2_345, 36],
  [900, 1_000],
])('holds all of %i members of %i characters, within the limits of each request', (count, length) => {
  const values = ids(count, length);
  const portions = memberPortions('add', values);
  expect(portions.flatMap((portion) => portion.values)).toEqual(values);
  for (const { values: some, body } of portions) {
    expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThanOrEqual(MOST_BODY_BYTES);
    const operations = body['Operations'] as { op: string; path: string; value: { value: string }[] }[];
    expect(operations.length).toBeLessThanOrEqual(500);
    expect(operations.flatMap(({ value }) => value.map((one) => one.value))).toEqual(some);
    for (const { op, path, value } of operations) {
      expect({ op, path }).toEqual({ op: 'add', path: 'members' });
      expect(value.length).toBeLessThanOrEqual(200);
    }
  }
});
