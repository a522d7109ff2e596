import { expect, it } from 'vitest';
import { polisHeaders } from './polis-headers.js';

// Expected value: printf '1700000000000.{"event":"user.created"}' | openssl dgst -sha256 -hmac whsec_abc
it('signs "t.body" in hex under both header names', () => {
  const value = 't=1700000000000,s=3f2a63b0ebaa64adc4b488e01c0e9f34078a6d9200a807e51b376112a2a85912';
  expect(polisHeaders('{"event":"user.created"}', 1700000000000, 'whsec_abc')).toEqual({
    'BoxyHQ-Signature': value,
    'Ory-Polis-Signature': value,
  });
});
