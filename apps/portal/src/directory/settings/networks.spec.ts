import { describe, expect, it } from 'vitest';
import { badNetwork, isNetwork } from './networks';

describe('networks', () => {
  it.each(['203.0.113.0/24', '10.0.0.1', '2001:db8::/32', '::1', '::ffff:10.0.0.1/128', '1:2:3:4:5:6:7:8'])(
    'takes %s',
    (text) => expect(isNetwork(text)).toBe(true),
  );

  it.each([
    'office',
    '10.0.0',
    '10.0.0.256',
    '010.0.0.1',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '::1::',
    '1:2',
    '2001:db8::/129',
    'fe80::1%eth0',
  ])('refuses %s', (text) => expect(isNetwork(text)).toBe(false));

  it('names the line', () => {
    expect(badNetwork('10.0.0.0/8\n\n office \n')).toEqual({ line: 3, network: 'office' });
    expect(badNetwork('\n')).toBeUndefined();
  });
});
