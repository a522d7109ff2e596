import { describe, expect, it } from 'vitest';
import { readBearerToken } from './bearer-token.js';

/** As Node hands it over: each byte as a character. */
const asReceived = (header: string) => Buffer.from(header).toString('latin1');

describe('readBearerToken', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER   abc', ' abc ', 'Bearer abc ', asReceived('Bearer abc\u00a0')])(
    'reads %j',
    (header) => {
      expect(readBearerToken(header)).toEqual({ token: 'abc' });
    },
  );

  it.each([
    [undefined, 'send the bearer token'],
    ['', 'send the bearer token'],
    ['Bearer', 'no token after "Bearer"'],
    ['Bearer  ', 'no token after "Bearer"'],
    ['Basic YTpi', 'HTTP Basic'],
    ['Bearer Bearer abc', 'says "Bearer" twice'],
    ['bearer bearer', 'says "Bearer" twice'],
    ['Bearer "abc"', 'in quotes'],
    ["'abc'", 'in quotes'],
    [asReceived('Bearer \u201cabc\u201d'), 'in quotes'],
    [asReceived('Bearer ab\u00a0c'), 'has a blank'],
    ['Bearer abc%0A', 'ends with a line break'],
    ['Bearer abc\\n', 'ends with a line break'],
    ['Bearer abc\\r\\n', 'ends with a line break'],
    ['Bearer ab c', 'has a blank'],
  ])('says what is wrong with %j', (header, words) => {
    expect(readBearerToken(header)).toEqual({ problem: expect.stringContaining(words) });
  });
});
