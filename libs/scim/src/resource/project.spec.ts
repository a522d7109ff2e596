import { describe, expect, it } from 'vitest';
import { ENTERPRISE_URN, USER_URN } from '../schema/urns.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { parseProjection, wants } from './projection.js';
import { project } from './project.js';

const user = {
  schemas: [USER_URN, ENTERPRISE_URN, 'urn:acme:1.0:User'],
  id: 'u',
  userName: 'a',
  password: 'never',
  name: { givenName: 'G', familyName: 'F' },
  emails: [{ value: 'x', type: 'work' }, { type: 'home' }],
  [ENTERPRISE_URN]: { department: 'D', manager: { value: 'm', displayName: 'M' } },
  'urn:acme:1.0:User': { Level: 1, note: { text: 't' } },
  adreses: 'kept',
  meta: { resourceType: 'User' },
};
const { schemas, id } = user;

const cut = (attributes?: string, excludedAttributes?: string) =>
  project(USER, user, parseProjection(USER, { attributes, excludedAttributes }));

describe('project', () => {
  it('returns everything by default, except what is never returned', () => {
    const { password: _password, ...rest } = user;
    expect(cut()).toEqual(rest);
    expect(cut('', ' , ')).toEqual(rest);
  });

  it.each<[string, object]>([
    ['id', {}],
    ['userName', { userName: 'a' }],
    ['USERNAME, Name.GivenName', { userName: 'a', name: { givenName: 'G' } }],
    [`${USER_URN}:userName`, { userName: 'a' }],
    ['emails.value', { emails: [{ value: 'x' }] }],
    ['emails[type eq "work"]', { emails: user.emails }],
    ['emails[value eq "a,]b"],userName', { emails: user.emails, userName: 'a' }],
    ['password', {}],
    ['meta.resourceType', { meta: { resourceType: 'User' } }],
    [ENTERPRISE_URN, { [ENTERPRISE_URN]: user[ENTERPRISE_URN] }],
    [`${ENTERPRISE_URN}:manager.displayName`, { [ENTERPRISE_URN]: { manager: { displayName: 'M' } } }],
    ['department', { [ENTERPRISE_URN]: { department: 'D' } }],
    ['urn:acme:1.0:user:level', { 'urn:acme:1.0:User': { Level: 1 } }],
    ['adreses,nosuch', { adreses: 'kept' }],
  ])('attributes=%s', (attributes, expected) => {
    expect(cut(attributes)).toEqual({ schemas, id, ...expected });
  });

  it('excludes attributes and sub-attributes, never id and schemas', () => {
    expect(cut(undefined, `id,schemas,meta,emails,name.familyName,${ENTERPRISE_URN}`)).toEqual({
      schemas,
      id,
      userName: 'a',
      name: { givenName: 'G' },
      'urn:acme:1.0:User': user['urn:acme:1.0:User'],
      adreses: 'kept',
    });
  });

  it('combines both lists', () => {
    expect(cut('name', 'name.familyName')).toEqual({ schemas, id, name: { givenName: 'G' } });
  });
});

describe('wants', () => {
  const of = (attributes?: string, excludedAttributes?: string) =>
    wants(parseProjection(GROUP, { attributes, excludedAttributes }), 'members');

  it('says whether members must be loaded (ENTRA-R12)', () => {
    expect(of()).toBe(true);
    expect(of('displayName')).toBe(false);
    expect(of('displayName,MEMBERS.value')).toBe(true);
    expect(of(undefined, 'Members')).toBe(false);
    expect(of(undefined, 'members.display')).toBe(true);
  });
});
