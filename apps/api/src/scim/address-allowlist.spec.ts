import { describe, expect, it } from 'vitest';
import { isAddressAllowed } from './address-allowlist.js';

describe('an IP allowlist', () => {
  it.each([
    ['10.1.2.3', [], true],
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['10.1.2.3', ['::ffff:10.1.2.0/120'], true],
    ['::ffff:10.1.2.3', ['::ffff:10.1.2.0/120'], true],
    ['10.1.3.3', ['::ffff:10.1.2.0/120'], false],
    ['10.1.2.3', ['::ffff:0:0/96'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['11.1.2.3', ['10.0.0.0/8', '11.1.2.3'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db9::1', ['2001:db8::/32', '0.0.0.0/0'], false],
    ['10.1.2.3', ['::/0'], false],
    ['nonsense', ['0.0.0.0/0', '::/0'], false],
  ])('%s in %j: %s', (address, cidrs, allowed) => {
    expect(isAddressAllowed(address, cidrs)).toBe(allowed);
  });
});
