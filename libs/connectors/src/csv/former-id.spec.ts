import { expect, it } from 'vitest';
import { formerId } from './former-id.js';

const person = (externalId: string, email: string) => ({ externalId, emails: [{ value: email }] });

it.each([
  ['Jörg.Groß@acme.com', 'jörg.gross@acme.com', 'jörg.groß@acme.com'],
  ['Rene\u0301@acme.com', 'ren\u00e9@acme.com', 'rene\u0301@acme.com'],
])('%s was known by another id', (email, id, former) => {
  expect(formerId(person(id, email))).toBe(former);
});

it.each([
  ['an address that is the same in both ways', person('ada@acme.com', 'Ada@acme.com')],
  ['an id of the file', person('17', 'Jörg.Groß@acme.com')],
  ['nobody with an address', { externalId: '17' }],
])('%s has one id only', (_what, resource) => {
  expect(formerId(resource)).toBeUndefined();
});
