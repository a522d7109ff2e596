import { expect, it } from 'vitest';
import { actionOf, resourceOf } from './request-action.js';

const patch = (...Operations: object[]) => ({ Operations });

it.each([
  ['GET', '/scim/v2/ServiceProviderConfig', undefined, 'test'],
  ['GET', '/scim/v2/Users?startIndex=1&count=2', undefined, 'test'],
  ['GET', '/scim/v2/Users?startIndex=1&count=100', undefined, 'list'],
  ['GET', '/scim/v2/Users', undefined, 'list'],
  ['GET', '/scim/v2/Users?filter=userName eq "x"', undefined, 'look_up'],
  ['GET', '/scim/v2/Groups/dirgroup_1', undefined, 'look_up'],
  ['POST', '/scim/v2/.search', {}, 'look_up'],
  ['POST', '/scim/v2/Users', { active: false }, 'create_user'],
  ['PUT', '/scim/v2/Users/diruser_1', { active: true }, 'update_user'],
  ['PUT', '/scim/v2/Users/diruser_1', { active: false }, 'deactivate_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', patch({ op: 'replace', value: { active: false } }), 'deactivate_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', patch({ op: 'Replace', path: 'active', value: 'False' }), 'deactivate_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', patch({ op: 'replace', value: { active: true } }), 'reactivate_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', patch({ op: 'replace', path: 'title', value: 'x' }), 'update_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', 'no object', 'update_user'],
  ['PATCH', '/scim/v2/Users/diruser_1', { Operations: [null] }, 'update_user'],
  ['DELETE', '/scim/v2/Users/diruser_1', undefined, 'delete_user'],
  ['POST', '/scim/v2/Groups', {}, 'create_group'],
  ['PATCH', '/scim/v2/Groups/dirgroup_1', patch({ op: 'remove', path: 'members[value eq "x"]' }), 'change_members'],
  ['PATCH', '/scim/v2/Groups/dirgroup_1', patch({ op: 'add', value: { members: [] } }), 'change_members'],
  ['PATCH', '/scim/v2/Groups/dirgroup_1', patch({ op: 'replace', value: { displayName: 'x' } }), 'update_group'],
  ['DELETE', '/scim/v2/Groups/dirgroup_1', undefined, 'delete_group'],
  ['POST', '/scim/v2/Bulk', {}, 'bulk'],
  ['GET', '/scim/v2/Nothing', undefined, 'other'],
])('%s %s %j is %s', (method, path, requestBody, action) => {
  expect(actionOf({ method, path, kind: 'scim', requestBody })).toBe(action);
});

it('knows what a request is about by its path, or by what it has created', () => {
  expect(resourceOf({ path: '/scim/v2/Users/diruser_1?attributes=id' }, undefined)).toBe('diruser_1');
  expect(resourceOf({ path: '/scim/v2/Users' }, { id: 'diruser_2' })).toBe('diruser_2');
  expect(resourceOf({ path: '/scim/v2/Users/<b>' }, undefined)).toBeNull();
  expect(resourceOf({ path: '/scim/v2/Bulk' }, { id: 'diruser_2' })).toBeNull();
});
