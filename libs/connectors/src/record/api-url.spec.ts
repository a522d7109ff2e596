import { expect, it } from 'vitest';
import { apiUrl } from './api-url.js';

it.each([
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1/people/search'],
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/v1/people/search'],
  ['https://api.hibob.com/v1', 'https://api.hibob.com/v1/people/search'],
  ['https://api.hibob.com/v1/', 'https://api.hibob.com/v1/people/search'],
  ['https://gateway.acme.com/hibob', 'https://gateway.acme.com/hibob/v1/people/search'],
  ['https://gateway.acme.com/hibob/v1//', 'https://gateway.acme.com/hibob/v1/people/search'],
  ['https://gateway.acme.com/v2', 'https://gateway.acme.com/v2/v1/people/search'],
  ['https://gateway.acme.com/?key=1#part', 'https://gateway.acme.com/v1/people/search'],
])('the documented path follows the base %s', (base, expected) => {
  expect(apiUrl(base, '/v1/people/search').href).toBe(expected);
});

it('keeps what is encoded in the path', () => {
  expect(apiUrl('http://127.0.0.1:1', '/admin/directory/v1/groups/a%40acme.com%2Fx/members').href).toBe(
    'http://127.0.0.1:1/admin/directory/v1/groups/a%40acme.com%2Fx/members',
  );
});
