import { expect, it } from 'vitest';
import { providerOf } from './directory-providers.js';
import { EVENT_TYPES, wholeType } from './event-types.js';

it.each([
  ['entra', 'MICROSOFT_AD'],
  ['Entra ID', 'MICROSOFT_AD'],
  ['azure', 'MICROSOFT_AD'],
  ['MICROSOFT_AD', 'MICROSOFT_AD'],
  ['okta', 'OKTA'],
  ['google', 'GOOGLE'],
  ['one-login', 'ONELOGIN'],
  ['foo', undefined],
])('%s is %s', (name, provider) => {
  expect(providerOf(name)).toBe(provider);
});

it('knows event types by their short names', () => {
  expect(wholeType('user_created')).toBe('organization.directory.user_created');
  expect(wholeType('organization.directory.user_created')).toBe('organization.directory.user_created');
  expect(wholeType('rollcall.test')).toBe('rollcall.test');
  expect(EVENT_TYPES).toContain('organization.directory_enabled');
});
