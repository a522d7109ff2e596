import { describe, expect, it } from 'vitest';
import { Problem } from '../../http/problem.js';
import { decodePageToken, encodePageToken } from './page-token.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('page tokens', () => {
  it('survive the round trip, and are empty at the ends', () => {
    expect(decodePageToken(encodePageToken({ after: 'org_01J' }))).toEqual({ after: 'org_01J' });
    expect(decodePageToken(encodePageToken({ before: 'org_01J' }))).toEqual({ before: 'org_01J' });
    expect(encodePageToken(undefined)).toBe('');
    expect(decodePageToken('')).toEqual({});
    expect(decodePageToken(undefined)).toEqual({});
  });

  it('belong to the list that gave them', () => {
    const token = encodePageToken({ after: 'org_01J' }, 'organizations');
    expect(decodePageToken(token, 'organizations')).toEqual({ after: 'org_01J' });
    expect(() => decodePageToken(token, 'api_keys')).toThrow('another list');
  });

  it.each([
    'garbage',
    '%00',
    encode(null),
    encode([]),
    encode({}),
    encode({ after: 7 }),
    encode({ after: "' OR 1=1" }),
  ])('refuse %s by name', (token) => {
    expect(() => decodePageToken(token)).toThrow(Problem);
    expect(() => decodePageToken(token)).toThrow('page_token');
  });
});
