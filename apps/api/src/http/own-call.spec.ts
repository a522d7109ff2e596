import { expect, it } from 'vitest';
import { isOwnCall } from './own-call.js';

const PUBLIC = 'https://rollcall.example';
const own = { 'x-rollcall-client': 'portal' };

it.each([
  ['a client that is no browser', own],
  ['a page of the public URL', { ...own, origin: PUBLIC, 'sec-fetch-site': 'same-origin' }],
  ['an older browser', { ...own, origin: PUBLIC }],
  [
    'another name of this host',
    { ...own, origin: 'http://localhost:3000', host: 'localhost:3000', 'sec-fetch-site': 'same-origin' },
  ],
])('takes a call of %s', (_who, headers) => {
  expect(isOwnCall(headers, 'portal', PUBLIC)).toBe(true);
});

it.each([
  ['without the header', { origin: PUBLIC }],
  ['with the header of the other face', { 'x-rollcall-client': 'dashboard' }],
  ['of another origin', { ...own, origin: 'https://evil.example' }],
  ['of another origin that names our host', { ...own, origin: 'https://evil.example', host: 'evil.example' }],
  ['of another site', { ...own, origin: PUBLIC, 'sec-fetch-site': 'cross-site' }],
  ['of a sibling', { ...own, 'sec-fetch-site': 'same-site' }],
  ['of no origin', { ...own, origin: 'null' }],
  ['of an origin that is none', { ...own, origin: 'x', 'sec-fetch-site': 'same-origin' }],
])('refuses a call %s', (_who, headers) => {
  expect(isOwnCall(headers, 'portal', PUBLIC)).toBe(false);
});
