import { expect, it } from 'vitest';
import { comparableDn } from './distinguished-name.js';

it.each([
  ['CN=Ada Lovelace,OU=Staff,DC=acme,DC=com', 'cn=Ada Lovelace, ou=Staff , dc=ACME,dc=com'],
  [String.raw`CN=Lovelace\, Ada,DC=acme`, String.raw`cn=Lovelace\2C Ada,dc=acme`],
  [String.raw`CN=Zo\C3\AB,DC=acme`, 'cn=Zoë,dc=acme'],
  [String.raw`CN=\#7\+8,DC=acme`, String.raw`cn=\237\2B8,dc=acme`],
  ['CN=a;DC=b', 'cn=a,dc=b'],
  // Spaces within (RFC 4518 section 2.6.1), however they are written, and what is mapped to one (section 2.2).
  ['CN=Ada  L,DC=acme', 'CN=Ada L,DC=acme'],
  [String.raw`CN=Ada\20\20 L,DC=acme`, 'CN=Ada L,DC=acme'],
  ['CN=Ada\u00A0L,DC=acme', 'CN=Ada L,DC=acme'],
  ['CN=Ada\u3000L,DC=acme', 'CN=Ada L,DC=acme'],
  ['CN=Ada\t\u2028L,DC=acme', 'CN=Ada L,DC=acme'],
  // Spaces at the ends, escaped or not.
  [String.raw`CN=\20Ada\ ,DC=acme`, 'CN=Ada,DC=acme'],
  ['CN=\u00A0Ada\u00A0,DC=acme', 'CN=Ada,DC=acme'],
  // Mapped to nothing (section 2.2): soft hyphens, controls, zero-width spaces, variation selectors.
  ['CN=A\u00ADd\u200Ba\uFE0F\u0007,DC=acme', 'CN=Ada,DC=acme'],
  // Full case folding (section 2.2), of letters that are composed or not.
  ['CN=\u03BD\u03B9\u03BA\u03BF\u03C3,DC=acme', 'CN=\u039D\u0399\u039A\u039F\u03A3,DC=acme'],
  ['CN=\u03BD\u03B9\u03BA\u03BF\u03C2,DC=acme', 'CN=\u039D\u0399\u039A\u039F\u03A3,DC=acme'],
  ['CN=Stra\u00DFe,DC=acme', 'CN=STRASSE,DC=acme'],
  ['CN=Zoe\u0308,DC=acme', 'CN=ZO\u00CB,DC=acme'],
  // Compatibility (section 2.3).
  ['CN=\uFF21\uFF44\uFF41,DC=acme', 'CN=ada,DC=acme'],
  ['CN=\u210CAda,DC=acme', 'CN=hada,DC=acme'],
  ['CN=a\uFF1Db,DC=acme', String.raw`CN=a\3Db,DC=acme`],
  // The parts of a name are a set (RFC 4517 section 4.2.15).
  ['CN=Ada+UID=7,DC=acme', 'uid=7 + cn=ADA,dc=acme'],
])('takes %s and %s for one name', (one, other) => {
  expect(comparableDn(one)).toBe(comparableDn(other));
});

it.each([
  ['CN=Ada,OU=Staff,DC=acme', 'CN=Ada,OU=Sales,DC=acme'],
  [String.raw`CN=Ada\,OU=Staff,DC=acme`, 'CN=Ada,OU=Staff,DC=acme'],
  ['CN=Ada L,DC=acme', 'CN=AdaL,DC=acme'],
  // A full-width separator is a character of the value.
  ['CN=a\uFF0CDC=b', 'CN=a,DC=b'],
  ['CN=a\uFF0BUID=b', 'CN=a+UID=b'],
])('takes %s and %s for two', (one, other) => {
  expect(comparableDn(one)).not.toBe(comparableDn(other));
});
