import { expect, it } from 'vitest';
import { comparableDn } from './distinguished-name.js';

it.each([
  ['CN=Ada Lovelace,OU=Staff,DC=acme,DC=com', 'cn=Ada Lovelace, ou=Staff , dc=ACME,dc=com'],
  [String.raw`CN=Lovelace\, Ada,DC=acme`, String.raw`cn=Lovelace\2C Ada,dc=acme`],
  [String.raw`CN=Zo\C3\AB,DC=acme`, 'cn=Zoë,dc=acme'],
  [String.raw`CN=\#7\+8,DC=acme`, String.raw`cn=\237\2B8,dc=acme`],
  ['CN=a;DC=b', 'cn=a,dc=b'],
])('takes %s and %s for one name', (one, other) => {
  expect(comparableDn(one)).toBe(comparableDn(other));
});

it.each([
  ['CN=Ada,OU=Staff,DC=acme', 'CN=Ada,OU=Sales,DC=acme'],
  [String.raw`CN=Ada\,OU=Staff,DC=acme`, 'CN=Ada,OU=Staff,DC=acme'],
  ['CN=Ada  L,DC=acme', 'CN=Ada L,DC=acme'],
])('takes %s and %s for two', (one, other) => {
  expect(comparableDn(one)).not.toBe(comparableDn(other));
});
