import { describe, expect, it } from 'vitest';
import { ENTERPRISE_URN, USER_URN } from '../schema/urns.js';
import { GROUP, USER } from '../schema/resource-types.js';
import { parseResource } from './parse-resource.js';
import { schemasOf } from './schemas-of.js';

const user = (body: object) => parseResource(USER, { userName: 'a', ...body });

describe('parseResource', () => {
  it('reads what Okta creates: password and read-only attributes leave no trace (OKTA-R3, OKTA-R5)', () => {
    const body = {
      schemas: [USER_URN],
      id: 'x',
      userName: 'test.user@okta.local',
      name: { givenName: 'Test', familyName: 'User' },
      emails: [{ primary: true, value: 'test.user@okta.local', type: 'work' }],
      displayName: 'Test User',
      locale: 'en-US',
      externalId: '00ujl29u0le5T6Aj10h7',
      groups: [],
      password: '1mz050nq',
      active: true,
      meta: { resourceType: 'User' },
    };
    const { schemas: _s, id: _i, groups: _g, password: _p, meta: _m, ...kept } = body;
    expect(parseResource(USER, body)).toEqual(kept);
  });

  it('reads names in any case, string booleans at any depth and nulls as unset (ENTRA-R3)', () => {
    expect(
      parseResource(USER, {
        UserName: 'a',
        Active: 'True',
        addresses: null,
        phoneNumbers: [],
        roles: [{ Primary: 'True', display: 'd', value: 'v', type: null, country: null }],
        Name: { FamilyName: 'F', givenName: null },
        [ENTERPRISE_URN]: { Department: 'bob', division: null, Manager: { Value: 'SuzzyQ' } },
      }),
    ).toEqual({
      userName: 'a',
      active: true,
      roles: [{ primary: true, display: 'd', value: 'v' }],
      name: { familyName: 'F' },
      [ENTERPRISE_URN]: { department: 'bob', manager: { value: 'SuzzyQ' } },
    });
  });

  it.each([
    ['{"emails":{"value":"a@b","primary":true}}', { emails: [{ value: 'a@b', primary: true }] }],
    ['{"emails":"a@b"}', { emails: [{ value: 'a@b' }] }],
    ['{"emails":["a@b",null,{"value":"c@d"}]}', { emails: [{ value: 'a@b' }, { value: 'c@d' }] }],
    ['{"emails":[{"type":"work","value":""}]}', {}],
    ['{"phoneNumbers":[{"type":"work","value":null},{"value":"1"}]}', { phoneNumbers: [{ value: '1' }] }],
    ['{"name":[{"givenName":"G"}]}', { name: { givenName: 'G' } }],
    ['{"name":{}}', {}],
    ['{"manager":"271"}', { [ENTERPRISE_URN]: { manager: { value: '271' } } }],
    ['{"manager":[{"value":"271","$ref":"x"}]}', { [ENTERPRISE_URN]: { manager: { value: '271', $ref: 'x' } } }],
    ['{"manager":""}', {}],
    ['{"manager":{"value":""}}', {}],
    ['{"department":"D"}', { [ENTERPRISE_URN]: { department: 'D' } }],
    [
      '{"roles":[{"value":"{\\"id\\":\\"827f\\"}"}]}', // ENTRA-R10
      { roles: [{ value: '{"id":"827f"}' }] },
    ],
    [
      '{"emails":[{"value":"a","primary":true},{"value":"b","primary":"true"}]}',
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: false },
        ],
      },
    ],
    ['{"adreses":{"x":[1,null]},"foo.bar":"y"}', { adreses: { x: [1] }, 'foo.bar': 'y' }],
    ['{"emails":[{"value":"a","verified":true}]}', { emails: [{ value: 'a', verified: true }] }],
    [
      '{"title":["t"],"displayName":[["d"]],"nickName":[],"name":{"givenName":["G"]}}',
      {
        title: 't',
        displayName: 'd',
        name: { givenName: 'G' },
      },
    ],
    [
      '{"title":4711,"name":{"familyName":1.5},"emails":[7]}',
      {
        title: '4711',
        name: { familyName: '1.5' },
        emails: [{ value: '7' }],
      },
    ],
    ['{"active":["False"]}', { active: false }],
    ['{"manager":5,"employeeNumber":4711}', { [ENTERPRISE_URN]: { manager: { value: '5' }, employeeNumber: '4711' } }],
    [
      '{"emails":[{"value":"a","type":"work"},{"value":"A","type":"Work","primary":true},{"value":"a"}]}',
      {
        emails: [{ value: 'A', type: 'Work', primary: true }, { value: 'a' }],
      },
    ],
    [
      '{"addresses":[{"country":"DE","type":"work"},{"type":"work","country":"DE"}]}',
      {
        addresses: [{ type: 'work', country: 'DE' }],
      },
    ],
    ['{"urn:acme:badges:level":3}', { 'urn:acme:badges:level': 3 }],
    ['{"schemas":["urn:acme:badges"],"urn:acme:badges:level":3}', { 'urn:acme:badges': { level: 3 } }],
    [`{"${ENTERPRISE_URN}.manager":"m"}`, { [ENTERPRISE_URN]: { manager: { value: 'm' } } }],
    ['{"toString":"x","hasOwnProperty":true}', { toString: 'x', hasOwnProperty: true }],
  ])('reads %s', (body, expected) => {
    expect(user(JSON.parse(body) as object)).toEqual({ userName: 'a', ...expected });
  });

  it.each([
    ['urn:scim:schemas:extension:enterprise:2.0'],
    ['urn:scim:schemas:extension:enterprise:1.0'],
    ['urn:scim:schemas:extension:enterprise:2.0:User'],
    [ENTERPRISE_URN.toUpperCase()],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User'],
  ])('reads %s as the enterprise extension (OL-R4)', (urn) => {
    expect(user({ schemas: ['nonsense', 7], [urn]: { department: 'D', badge: 9 } })).toEqual({
      userName: 'a',
      [ENTERPRISE_URN]: { department: 'D', badge: 9 },
    });
  });

  it('unfolds the core schema under its URN', () => {
    expect(parseResource(USER, { 'urn:scim:schemas:core:1.0': { USERNAME: 'a', id: 'x' } })).toEqual({ userName: 'a' });
  });

  it('keeps custom extensions losslessly and lists them in schemas', () => {
    const custom = { Level: 3, 'a.b': { c: [1, 'x', false] }, empty: '' };
    const resource = user({ 'urn:acme:params:1.0:User': { ...custom, none: null }, 'urn:acme:flags': { x: 1 } });
    expect(resource).toEqual({ userName: 'a', 'urn:acme:params:1.0:User': custom, 'urn:acme:flags': { x: 1 } });
    expect(schemasOf(USER, resource)).toEqual([USER_URN, 'urn:acme:params:1.0:User', 'urn:acme:flags']);
    expect(schemasOf(USER, user({ [ENTERPRISE_URN]: {} }))).toEqual([USER_URN]);
  });

  it.each([
    ['{"userName":true}', 'userName: expected a string, got a boolean'],
    ['{"userName":1e300}', 'userName: expected a string, got a number'],
    ['{"userName":null}', 'userName is required'],
    ['{"userName":"  "}', 'userName is required'],
    ['{"displayName":["x","y"]}', 'displayName: expected a string, got an array'],
    ['{"name":"x"}', 'name: expected an object, got a string'],
    ['{"name":{"givenName":{}}}', 'name.givenName: expected a string, got an object'],
    ['{"active":"yes"}', 'active: expected a boolean, got a string'],
    ['{"active":[true]}', 'active: expected a boolean, got an array'],
    ['{"active":1}', 'active: expected a boolean, got a number'],
    ['{"emails":[{"value":"a"},{"value":true}]}', 'emails[1].value: expected a string, got a boolean'],
    ['{"emails":[true]}', 'emails[0]: expected an object, got a boolean'],
    ['{"emails":[{"value":"a","primary":"x"}]}', 'emails[0].primary: expected a boolean, got a string'],
    ['{"password":{}}', 'password: expected a string, got an object'],
    ['{"manager":true}', 'manager: expected an object, got a boolean'],
    [`{"${ENTERPRISE_URN}":"x"}`, `${ENTERPRISE_URN}: expected an object, got a string`],
  ])('refuses %s', (body, detail) => {
    expect(() => user(JSON.parse(body) as object)).toThrow(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', detail: expect.stringContaining(detail) }),
    );
  });

  it.each(['null', '[]', '"x"', '{"__proto__":{"a":1}}', '{"name":{"constructor":1}}', '{"urn:a:__proto__":{"x":1}}'])(
    'refuses the body %s',
    (body) => {
      expect(() => parseResource(USER, JSON.parse(body))).toThrow(
        expect.objectContaining({ scimType: 'invalidSyntax' }),
      );
    },
  );

  it('refuses nesting that would exhaust the stack', () => {
    const deep: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(() => user({ x: deep })).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }));
  });

  it('keeps members out of groups and tolerates foreign schemas (ENTRA-R13)', () => {
    const body = {
      schemas: ['http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      DisplayName: 'g',
      externalId: 'e',
      members: [{ value: 'u' }],
    };
    expect(parseResource(GROUP, body)).toEqual({ displayName: 'g', externalId: 'e' });
    expect(() => parseResource(GROUP, { members: [] })).toThrow('displayName is required');
  });
});

describe('an object of very many attributes', { timeout: 60_000 }, () => {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

  it.each([
    ['on the resource', many(80_000)],
    ['in an extension', { 'urn:example:2.0:User': many(80_000) }],
    ['in a complex attribute', { name: many(80_000) }],
    ['in an element', { emails: [many(80_000)] }],
  ])('is refused: %s', (_, body) => {
    expect(() => user(body)).toThrow(/more than (1000 attributes|50000 comparisons)/);
  });

  it('is taken up to the limit', () => {
    expect(user({ 'urn:example:2.0:User': many(1000) })).toMatchObject({ 'urn:example:2.0:User': { k999: 999 } });
  });
});
