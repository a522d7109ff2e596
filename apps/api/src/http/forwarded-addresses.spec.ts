import { expect, it } from 'vitest';
import { addressesIn } from './forwarded-addresses.js';

it.each([
  ['203.0.113.9', ['203.0.113.9']],
  ['203.0.113.9:5123', ['203.0.113.9']],
  ['2001:db8::1', ['2001:db8::1']],
  ['[2001:db8::1]:443', ['2001:db8::1']],
  ['[2001:db8::1]', ['2001:db8::1']],
  ['192.0.2.7, 203.0.113.9:5123', ['192.0.2.7', '203.0.113.9']],
  ['unknown', []],
  ['_hidden', []],
  ['', []],
  ['[', []],
  ['[]:1', []],
  [':::::', []],
  // Whatever a client wrote to the left of it is nobody's word.
  ['192.0.2.7, unknown, 203.0.113.9', ['203.0.113.9']],
  ['192.0.2.7, unknown', []],
])('%j', (header, addresses) => {
  expect(addressesIn(header)).toEqual(addresses);
});
