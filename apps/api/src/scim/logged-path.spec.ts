import { expect, it } from 'vitest';
import { loggedPath } from './logged-path.js';

const route = '/directory/:directoryId/scim/v2/Users';

it.each([
  '/directory/dir_1/scim/v2/Users',
  '//directory/dir_1/scim/v2/Users',
  '/%64irectory/dir_1/scim/v2/Users',
  '/directory//dir_1///scim/v2/Users',
  '/directory/%64ir_1/scim/v2/Users',
])('%s is the log of its directory, matched or not', (url) => {
  const expected = { directoryId: 'dir_1', kind: 'scim', path: '/scim/v2/Users?count=1' };
  expect(loggedPath(`${url}?count=1`, route, 'dir_1')).toEqual(expected);
  expect(loggedPath(`${url}?count=1`, undefined, undefined)).toEqual(expected);
});

it('knows token requests', () => {
  expect(loggedPath('/directory/dir_1/oauth/token', '/directory/:directoryId/oauth/token', 'dir_1')).toMatchObject({
    kind: 'oauth',
  });
});

it.each([
  '/api/v1/organizations',
  '/directory/dir_1',
  '/directory/nobody/scim/v2/Users',
  '/directory/%E0%A4%A/scim/v2/',
])('%s is in no log', (url) => {
  expect(loggedPath(url, undefined, undefined)).toBeUndefined();
});
