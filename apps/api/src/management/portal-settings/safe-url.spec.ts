import { expect, it } from 'vitest';
import { isOrigin, isSafeUrl } from './safe-url.js';

it.each(['https://a.example', 'https://a.example:8443', 'http://localhost:3000', 'http://127.0.0.1:1'])(
  '%s is an origin',
  (value) => expect(isOrigin(value)).toBe(true),
);

it.each([
  'https://a.example/',
  'https://A.example',
  'https://*.example',
  'http://a.example',
  'https://a.example; script-src *',
  'javascript:alert(1)',
  'null',
  '',
  7,
])('%s is no origin', (value) => expect(isOrigin(value)).toBe(false));

it('leads to https alone', () => {
  expect(isSafeUrl('https://a.example/x?y')).toBe(true);
  expect(isSafeUrl('javascript:alert(1)')).toBe(false);
  expect(isSafeUrl('https://user:secret@a.example')).toBe(false);
  expect(isSafeUrl(`https://a.example/${'x'.repeat(2_000)}`)).toBe(false);
});
