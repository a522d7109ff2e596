import { describe, expect, it } from 'vitest';
import { arrayLiteral, columnArray } from './column-array.js';

describe('columnArray', () => {
  it('is an array in the binary format of PostgreSQL', () => {
    expect(columnArray('text', ['ä', null]).toString('hex')).toBe(
      // one dimension, with nulls, of text; two elements from 1; two bytes, NULL
      '00000001' + '00000001' + '00000019' + '00000002' + '00000001' + '00000002' + 'c3a4' + 'ffffffff',
    );
  });

  it('writes numbers beyond 32 bits, and times as microseconds since 2000', () => {
    expect(
      columnArray('bigint', [2 ** 40 + 1])
        .subarray(-8)
        .readBigInt64BE(),
    ).toBe(2n ** 40n + 1n);
    expect(columnArray('bigint', [-1]).subarray(-8).readBigInt64BE()).toBe(-1n);
    expect(columnArray('timestamptz', ['2000-01-01T00:00:01.5Z']).subarray(-8).readBigInt64BE()).toBe(1_500_000n);
    expect(columnArray('timestamptz', ['1999-12-31T23:59:59Z']).subarray(-8).readBigInt64BE()).toBe(-1_000_000n);
  });
});

describe('arrayLiteral', () => {
  it('quotes every element', () => {
    expect(arrayLiteral(['a,b', 'c"d', 'e\\f', ''])).toBe('{"a,b","c\\"d","e\\\\f",""}');
    expect(arrayLiteral([])).toBe('{}');
  });
});
