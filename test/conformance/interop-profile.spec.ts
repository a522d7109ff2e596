import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManagementClient } from '../e2e/management-client.js';
import { runSql } from '../support/run-sql.js';
import { type Operation, ProfiledDirectory, refusal } from './profiled-directory.js';

/** The requirements on service providers of draft-zollner-scim-interop-profile-01, by its section numbers. */

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const UNDEFINED = [400, 'invalidSyntax'];

interface Definition {
  name: string;
  type: string;
  multiValued: boolean;
  mutability: string;
  canonicalValues?: string[];
  subAttributes?: Definition[];
}

let client: ManagementClient;
let directory: ProfiledDirectory;
beforeAll(async () => {
  client = await ManagementClient.start();
});
afterAll(() => client.stop());
beforeEach(async () => {
  directory = await ProfiledDirectory.create(client, 'interop');
});

const schemas = async (): Promise<{ id: string; attributes: Definition[] }[]> =>
  (await directory.scim('GET', 'Schemas')).body.Resources;
const count = async (): Promise<number> => (await directory.scim('GET', 'Users?count=0')).body.totalResults;
const read = async (id: string) => (await directory.scim('GET', `Users/${id}`)).body;

it('§4 says that it conforms, which no directory says that does not', async () => {
  const config = async () => (await directory.scim('GET', 'ServiceProviderConfig')).body;
  expect((await config()).interopProfileConformant).toBe(true);
  const own = (await schemas()).find(({ id }) => id.endsWith(':ServiceProviderConfig'))!;
  expect(own.attributes.find(({ name }) => name === 'interopProfileConformant')).toMatchObject({
    type: 'boolean',
    multiValued: false,
    required: false,
    mutability: 'readOnly',
    returned: 'default',
  });
  await directory.setProfile('default');
  expect(await config()).not.toHaveProperty('interopProfileConformant');
});

it.each(['nosuch', '', 7])('§4 has no profile %j', async (scim_profile) => {
  const { status, body } = await client.patch(directory.path, { scim_profile });
  expect([status, body.details[0].field_violations[0].field]).toEqual([400, 'scim_profile']);
});

describe('a new profile is in force at once, where the notification of it is lost, too', () => {
  const notify = (how: 'ENABLE' | 'DISABLE') =>
    runSql(client.database.ownerUrl, `ALTER TABLE directories ${how} TRIGGER directories_profile_changed`);
  afterEach(() => notify('ENABLE'));

  /** The api remembers the one profile while the directory has the other. */
  async function change(from: 'default' | 'interop', to: 'default' | 'interop'): Promise<string> {
    directory = await ProfiledDirectory.create(client, from);
    const id = await directory.user('ada', { name: { givenName: 'Ada', familyName: 'Lovelace' } });
    await notify('DISABLE');
    await directory.setProfile(to);
    return id;
  }
  const replaceName: Operation = { op: 'replace', path: 'name', value: { givenName: 'Augusta' } };

  it('a body is taken as it says', async () => {
    await change('interop', 'default');
    expect((await directory.createUser('bob', { nosuch: 1 })).status).toBe(201);
    await change('default', 'interop');
    expect(refusal(await directory.createUser('eve', { nosuch: 1 }))).toEqual(UNDEFINED);
  });

  it('a PATCH means what it says', async () => {
    const merged = await change('interop', 'default');
    expect((await directory.patch(`Users/${merged}`, replaceName)).body.name).toEqual({
      givenName: 'Augusta',
      familyName: 'Lovelace',
    });
    const replaced = await change('default', 'interop');
    expect((await directory.patch(`Users/${replaced}`, replaceName)).body.name).toEqual({ givenName: 'Augusta' });
  });

  it('a PUT, a DELETE, a group and the operations of Bulk are written', async () => {
    const id = await change('interop', 'default');
    const put = await directory.scim('PUT', `Users/${id}`, { schemas: [USER], userName: 'ada', nosuch: 1 });
    expect(put.status).toBe(200);
    await notify('ENABLE');
    const other = (await directory.createGroup('Engines')).body.id as string;
    for (const profile of ['interop', 'default']) {
      await notify('DISABLE');
      await directory.setProfile(profile);
      expect((await directory.patch(`Groups/${other}`, { op: 'add', path: 'externalId', value: profile })).status).toBe(
        204,
      );
    }
    await directory.setProfile('interop');
    const bulk = await directory.scim('POST', 'Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [{ method: 'DELETE', path: `/Groups/${other}` }],
    });
    expect(bulk.body.Operations[0].status).toBe('204');
    await directory.setProfile('default');
    expect((await directory.scim('DELETE', `Users/${id}`)).status).toBe(204);
  });

  it('ServiceProviderConfig says so', async () => {
    const says = async () =>
      (await directory.scim('GET', 'ServiceProviderConfig')).body.interopProfileConformant === true;
    await change('interop', 'default');
    expect(await says()).toBe(false);
    await directory.setProfile('interop');
    expect(await says()).toBe(true);
  });
});

describe('§5.1 discovery', () => {
  it('has every schema of /ResourceTypes at /Schemas, and names as ids', async () => {
    const ids = (await schemas()).map(({ id }) => id);
    const types = (await directory.scim('GET', 'ResourceTypes')).body.Resources;
    expect(types.map(({ name }: { name: string }) => name)).toEqual(['User', 'Group']);
    for (const { id, name, schema, schemaExtensions } of types) {
      expect(id).toBe(name);
      const referred = [schema, ...schemaExtensions.map((one: { schema: string }) => one.schema)];
      expect(ids).toEqual(expect.arrayContaining(referred));
    }
  });

  it('takes and returns every attribute that /Schemas says can be written', async () => {
    const all = await schemas();
    const values: Record<string, unknown> = { boolean: true, dateTime: '2026-01-02T03:04:05Z', integer: 7 };
    const sample = ({ name, type, multiValued, subAttributes, canonicalValues }: Definition): unknown => {
      const one =
        type === 'complex'
          ? Object.fromEntries(writable(subAttributes!).map((sub) => [sub.name, sample(sub)]))
          : (values[type] ?? canonicalValues?.[0] ?? (type === 'binary' ? 'AAAA' : `some ${name}`));
      return multiValued ? [one] : one;
    };
    const writable = (attributes: Definition[]) => attributes.filter(({ mutability }) => mutability !== 'readOnly');
    const bodyOf = (urn: string) => {
      const { attributes } = all.find(({ id }) => id === urn)!;
      return Object.fromEntries(writable(attributes).map((one) => [one.name, sample(one)]));
    };
    const user = { ...bodyOf(USER), externalId: 'x', [ENTERPRISE]: bodyOf(ENTERPRISE) };
    const created = await directory.scim('POST', 'Users', { schemas: [USER, ENTERPRISE], ...user });
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject(user);
    const group = { ...bodyOf(GROUP), externalId: 'g', members: [{ value: created.body.id, type: 'User' }] };
    expect((await directory.scim('POST', 'Groups', { schemas: [GROUP], ...group })).status).toBe(201);
  });
});

describe('§5.2 letter case', () => {
  it('tells ids and externalIds apart by it', async () => {
    const id = await directory.user('case', { externalId: 'abc-123' });
    const other = await directory.user('other', { externalId: 'ABC-123' });
    expect(await directory.find('Users', 'externalId eq "abc-123"')).toEqual([id]);
    expect(await directory.find('Users', 'externalId eq "ABC-123"')).toEqual([other]);
    expect((await directory.scim('GET', `Users/${id.toLowerCase()}`)).status).toBe(404);
    expect(await directory.find('Users', `id eq "${id.toLowerCase()}"`)).toEqual([]);
  });

  it('ignores it in userName, in filters and for uniqueness', async () => {
    const id = await directory.user('JSmith');
    expect(await directory.find('Users', 'userName eq "jsmith"')).toEqual([id]);
    expect(refusal(await directory.createUser('jsmith'))).toEqual([409, 'uniqueness']);
  });
});

describe('§5.3 what is not in /Schemas', () => {
  const bodies: [string, object][] = [
    ['an attribute', { nosuch: 1 }],
    ['an attribute of null', { nosuch: null }],
    ['a sub-attribute', { name: { givenName: 'A', nosuch: 1 } }],
    ['a sub-attribute of an element', { emails: [{ value: 'a@example.com', nosuch: 1 }] }],
    ['an attribute of an extension', { schemas: [USER, ENTERPRISE], [ENTERPRISE]: { nosuch: 1 } }],
    ['an extension', { schemas: [USER, 'urn:acme:2.0:User'], 'urn:acme:2.0:User': { badge: 1 } }],
    ['a schema that is only listed', { schemas: [USER, 'urn:acme:2.0:User'] }],
    ['a schema of SCIM 1.1', { schemas: ['urn:scim:schemas:core:1.0'] }],
    ['a password', { password: 'hunter2hunter2' }],
    ['an extension attribute among the core ones', { department: 'Sales' }],
    ['a dotted name', { 'name.givenName': 'A' }],
    ['a name with its URN', { [`${ENTERPRISE}:department`]: 'Sales' }],
  ];

  it.each(bodies)('refuses %s in POST and PUT, and stores nothing', async (_what, more) => {
    expect(refusal(await directory.createUser('ada', more))).toEqual(UNDEFINED);
    expect(await count()).toBe(0);
    const id = await directory.user('ada', { title: 'Countess' });
    const before = await read(id);
    const sent = { schemas: [USER], userName: 'ada', active: false, ...more };
    expect(refusal(await directory.scim('PUT', `Users/${id}`, sent))).toEqual(UNDEFINED);
    expect(await read(id)).toEqual(before);
  });

  it.each<[string, Operation]>([
    ['an attribute', { op: 'replace', path: 'nosuch', value: 1 }],
    ['an attribute to remove', { op: 'remove', path: 'nosuch' }],
    ['a sub-attribute', { op: 'replace', path: 'name.nosuch', value: 1 }],
    ['a sub-attribute of an element', { op: 'add', path: 'emails[type eq "work"].nosuch', value: 1 }],
    ['an attribute in brackets', { op: 'add', path: 'nosuch[type eq "work"].value', value: 1 }],
    ['a sub-attribute of a value', { op: 'replace', path: 'name', value: { nosuch: 1 } }],
    ['a sub-attribute of a value of a list', { op: 'add', path: 'emails', value: [{ nosuch: 1 }] }],
    ['an attribute of an extension', { op: 'add', path: `${ENTERPRISE}:nosuch`, value: 1 }],
    ['an attribute of a value of an extension', { op: 'add', path: ENTERPRISE, value: { nosuch: 1 } }],
    ['an extension', { op: 'add', path: 'urn:acme:2.0:User:badge', value: 1 }],
    ['a whole extension', { op: 'add', path: 'urn:acme:2.0:User', value: { badge: 1 } }],
    ['an entry of schemas', { op: 'add', path: 'schemas', value: ['urn:acme:2.0:User'] }],
    ['an extension attribute without its URN', { op: 'replace', path: 'department', value: 'Sales' }],
    ['a password', { op: 'replace', path: 'password', value: 'hunter2hunter2' }],
  ])('refuses %s in PATCH, and changes nothing', async (_what, operation) => {
    const id = await directory.user('ada', { emails: [{ value: 'ada@example.com', type: 'work' }] });
    const before = await read(id);
    const deactivation: Operation = { op: 'replace', path: 'active', value: false };
    expect(refusal(await directory.patch(`Users/${id}`, operation))).toEqual(UNDEFINED);
    expect(refusal(await directory.patch(`Users/${id}`, deactivation, operation))).toEqual(UNDEFINED);
    expect(await read(id)).toEqual(before);
  });

  it('refuses it of groups and their members', async () => {
    expect(refusal(await directory.createGroup('Sales', { nosuch: 1 }))).toEqual(UNDEFINED);
    expect(refusal(await directory.createGroup('Sales', { members: [{ value: 'x', nosuch: 1 }] }))).toEqual(UNDEFINED);
    const { id } = (await directory.createGroup('Sales')).body;
    const add: Operation = { op: 'add', path: 'members', value: [{ value: 'x', nosuch: 1 }] };
    expect(refusal(await directory.patch(`Groups/${id}`, add))).toEqual(UNDEFINED);
  });

  it('refuses it in a bulk request, operation by operation', async () => {
    const { body } = await directory.scim('POST', 'Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { schemas: [USER], userName: 'a', nosuch: 1 } },
        { method: 'POST', path: '/Users', bulkId: 'b', data: { schemas: [USER], userName: 'b' } },
      ],
    });
    expect(body.Operations.map(({ status }: { status: string }) => status)).toEqual(['400', '201']);
    expect(body.Operations[0].response.scimType).toBe('invalidSyntax');
  });

  it('takes an extension that the directory has in /Schemas, and of that no other attribute', async () => {
    const urn = 'urn:acme:badges';
    await directory.setProfile('default');
    const id = await directory.user('ada', { schemas: [USER, urn], [urn]: { color: 'red' }, nosuch: 1 });
    await directory.setProfile('interop');
    const more = { schemas: [USER, urn], [urn]: { color: 'blue' } };
    expect((await directory.createUser('bob', more)).body).toMatchObject(more);
    const set = await directory.patch(`Users/${id}`, { op: 'replace', path: `${urn}:color`, value: 'green' });
    expect([set.status, set.body[urn]]).toEqual([200, { color: 'green' }]);
    expect(refusal(await directory.createUser('eve', { [urn]: { size: 1 } }))).toEqual(UNDEFINED);
  });

  it('is taken by a directory without the profile', async () => {
    await directory.setProfile('default');
    expect((await directory.createUser('ada', { nosuch: 1, password: 'hunter2hunter2' })).status).toBe(201);
  });
});

it('§5.4 has canonical values for every type', async () => {
  const types = (attributes: Definition[]): Definition[] =>
    attributes.flatMap(({ subAttributes = [] }) => subAttributes.filter(({ name }) => name === 'type'));
  for (const { id, attributes } of (await schemas()).filter((schema) => schema.id === USER || schema.id === GROUP)) {
    expect(types(attributes).length, id).toBeGreaterThan(0);
    for (const { canonicalValues } of types(attributes)) expect(canonicalValues?.length).toBeGreaterThan(0);
  }
});

it('§6.1 addresses resources by their ids alone', async () => {
  const id = await directory.user('ada');
  expect((await directory.scim('GET', `Users/${id}`)).body.meta.location).toMatch(new RegExp(`/Users/${id}$`));
  expect((await directory.scim('GET', 'Users/ada')).status).toBe(404);
  expect((await directory.scim('GET', `Groups/${id}`)).status).toBe(404);
});

it('§6.2 answers as application/scim+json, also errors', async () => {
  const id = await directory.user('ada');
  for (const path of [`Users/${id}`, 'Users', 'Schemas', 'Users/nobody']) {
    expect((await directory.scim('GET', path)).headers.get('content-type')).toBe('application/scim+json');
  }
});

it('§6.3 filters by eq and and, and refuses attributes that the type does not have', async () => {
  const id = await directory.user('ada', { title: 'Countess' });
  await directory.user('bob', { title: 'Countess' });
  expect(await directory.find('Users', 'title eq "Countess" and userName eq "ada"')).toEqual([id]);
  for (const [endpoint, filter] of [
    ['Users', 'nosuch eq "x"'],
    ['Groups', 'userName eq "x"'],
  ] as const) {
    const answer = await directory.scim('GET', `${endpoint}?filter=${encodeURIComponent(filter)}`);
    expect(refusal(answer)).toEqual([400, 'invalidFilter']);
  }
});

it('§6.4 pages by index and by cursor, 100 where the client names no count, never more than its limit', async () => {
  const operations = Array.from({ length: 1_000 }, (_, n) => ({
    method: 'POST',
    path: '/Users',
    bulkId: `b${n}`,
    data: { schemas: [USER], userName: `user${n}` },
  }));
  const bulk = (Operations: object[]) =>
    directory.scim('POST', 'Bulk', { schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'], Operations });
  expect((await bulk(operations)).status).toBe(200);
  await directory.user('one more');
  const sizes = async (query: string) => (await directory.scim('GET', `Users${query}`)).body.Resources.length;
  expect(await sizes('')).toBe(100);
  expect(await sizes('?count=100')).toBe(100);
  expect(await sizes('?count=5000')).toBe(1_000);
  expect(await sizes('?startIndex=1001&count=100')).toBe(1);
  const { nextCursor } = (await directory.scim('GET', 'Users?cursor&count=1000')).body;
  expect(await sizes(`?cursor=${encodeURIComponent(nextCursor)}&count=1000`)).toBe(1);
});

describe('§6.5.1.1 an operation without path', () => {
  it.each([
    [{ op: 'replace', value: { title: 'Countess' } }],
    [{ op: 'add', path: null, value: { title: 'Countess' } }],
    [{ op: 'add', path: ' ', value: { title: 'Countess' } }],
    [{ op: 'remove' }],
  ] as [Operation][])('%j is 400 invalidSyntax, and nothing else of the request is done', async (operation) => {
    const id = await directory.user('ada');
    const answer = await directory.patch(`Users/${id}`, { op: 'add', path: 'title', value: 'Ms' }, operation);
    expect(refusal(answer)).toEqual([400, 'invalidSyntax']);
    expect(await read(id)).not.toHaveProperty('title');
    const { id: group } = (await directory.createGroup('Sales')).body;
    expect(refusal(await directory.patch(`Groups/${group}`, operation))).toEqual([400, 'invalidSyntax']);
  });
});

it('§6.5.1.2 updates several attributes by one request, an operation each', async () => {
  const id = await directory.user('ada');
  const { body } = await directory.patch(
    `Users/${id}`,
    { op: 'replace', path: 'title', value: 'Countess' },
    { op: 'add', path: 'name.givenName', value: 'Ada' },
    { op: 'replace', path: `${ENTERPRISE}:department`, value: 'Engines' },
  );
  expect(body).toMatchObject({
    title: 'Countess',
    name: { givenName: 'Ada' },
    [ENTERPRISE]: { department: 'Engines' },
  });
});

describe('§6.5.2.1 singular attributes', () => {
  const NAME = { givenName: 'Ada', familyName: 'Lovelace' };

  it.each(['add', 'replace'] as const)('%s sets a simple one', async (op) => {
    const id = await directory.user('ada', { title: 'Ms' });
    expect((await directory.patch(`Users/${id}`, { op, path: 'title', value: 'Countess' })).body.title).toBe(
      'Countess',
    );
    expect((await directory.patch(`Users/${id}`, { op, path: 'active', value: false })).body.active).toBe(false);
  });

  it('replace of a whole complex one drops what is left out', async () => {
    const manager = { value: 'm-1', displayName: 'Charles' };
    const id = await directory.user('ada', { name: NAME, [ENTERPRISE]: { department: 'Engines', manager } });
    const replaced = await directory.patch(
      `Users/${id}`,
      { op: 'replace', path: 'name', value: { givenName: 'Augusta' } },
      { op: 'replace', path: `${ENTERPRISE}:manager`, value: { value: 'm-1' } },
    );
    expect(replaced.body.name).toEqual({ givenName: 'Augusta' });
    expect(replaced.body[ENTERPRISE]).toEqual({ department: 'Engines', manager: { value: 'm-1' } });
    const whole: Operation = { op: 'replace', path: ENTERPRISE, value: { costCenter: '7' } };
    expect((await directory.patch(`Users/${id}`, whole)).body[ENTERPRISE]).toEqual({ costCenter: '7' });
  });

  it('add of a whole complex one keeps what is left out', async () => {
    const id = await directory.user('ada', { name: NAME, [ENTERPRISE]: { department: 'Engines' } });
    const { body } = await directory.patch(
      `Users/${id}`,
      { op: 'add', path: 'name', value: { givenName: 'Augusta' } },
      { op: 'add', path: ENTERPRISE, value: { costCenter: '7' } },
    );
    expect(body.name).toEqual({ givenName: 'Augusta', familyName: 'Lovelace' });
    expect(body[ENTERPRISE]).toEqual({ department: 'Engines', costCenter: '7' });
  });

  it('replace of a sub-attribute keeps the others, with and without the profile', async () => {
    const id = await directory.user('ada', { name: NAME });
    const operation: Operation = { op: 'replace', path: 'name.givenName', value: 'Augusta' };
    expect((await directory.patch(`Users/${id}`, operation)).body.name).toEqual({ ...NAME, givenName: 'Augusta' });
    await directory.setProfile('default');
    const merged: Operation = { op: 'replace', path: 'name', value: { givenName: 'Ada' } };
    expect((await directory.patch(`Users/${id}`, merged)).body.name).toEqual(NAME);
  });
});

describe('§6.5.2.2 multi-valued attributes', () => {
  const WORK = { value: 'ada@example.com', type: 'work' };
  const HOME = { value: 'ada@home.example', type: 'home' };

  it('replace takes the place of all values, add appends', async () => {
    const id = await directory.user('ada', { emails: [WORK] });
    const add = await directory.patch(`Users/${id}`, { op: 'add', path: 'emails', value: [HOME] });
    expect(add.body.emails).toEqual([WORK, HOME]);
    const replace = await directory.patch(`Users/${id}`, { op: 'replace', path: 'emails', value: [HOME] });
    expect(replace.body.emails).toEqual([HOME]);
  });

  it('changes a sub-attribute of the element that a filter names', async () => {
    const id = await directory.user('ada', { emails: [WORK, HOME] });
    const path = 'emails[type eq "work"].value';
    const { body } = await directory.patch(`Users/${id}`, { op: 'replace', path, value: 'countess@example.com' });
    expect(body.emails).toEqual([{ ...WORK, value: 'countess@example.com' }, HOME]);
  });

  it.each<[Operation]>([
    [{ op: 'replace', path: 'emails[type eq "work"]', value: HOME }],
    [{ op: 'add', path: 'emails[type eq "work"]', value: HOME }],
    [{ op: 'remove', path: 'emails[type eq "work"]' }],
    [{ op: 'remove', path: `${USER}:emails[value eq "a]b"]` }],
  ])('%j, the path of an element without sub-attribute, is 400 invalidPath', async (operation) => {
    const id = await directory.user('ada', { emails: [WORK] });
    expect(refusal(await directory.patch(`Users/${id}`, operation))).toEqual([400, 'invalidPath']);
    expect((await read(id)).emails).toEqual([WORK]);
  });

  it('adds and removes members by values, not by the path of an element', async () => {
    const [ada, bob] = [await directory.user('ada'), await directory.user('bob')];
    const { id } = (await directory.createGroup('Sales', { members: [{ value: ada }] })).body;
    await directory.patch(`Groups/${id}`, { op: 'add', path: 'members', value: [{ value: bob }] });
    const element: Operation = { op: 'remove', path: `members[value eq "${bob}"]` };
    expect(refusal(await directory.patch(`Groups/${id}`, element))).toEqual([400, 'invalidPath']);
    await directory.patch(`Groups/${id}`, { op: 'remove', path: 'members', value: [{ value: ada }] });
    const { members } = (await directory.scim('GET', `Groups/${id}`)).body;
    expect(members.map(({ value }: { value: string }) => value)).toEqual([bob]);
  });
});

describe('§6.6 the life of a resource', () => {
  it('PATCH deletes nothing', async () => {
    const id = await directory.user('ada');
    await directory.patch(`Users/${id}`, { op: 'replace', path: 'active', value: false });
    expect(await read(id)).toMatchObject({ id, userName: 'ada', active: false });
    expect(await directory.find('Users', 'active eq false')).toEqual([id]);
  });

  it('DELETE deletes: 404 from then on, in no list, and the userName is free', async () => {
    const id = await directory.user('ada', { externalId: 'x-1' });
    expect((await directory.scim('DELETE', `Users/${id}`)).status).toBe(204);
    const put = { schemas: [USER], userName: 'ada' };
    const answers = await Promise.all([
      directory.scim('GET', `Users/${id}`),
      directory.scim('PUT', `Users/${id}`, put),
      directory.patch(`Users/${id}`, { op: 'replace', path: 'active', value: true }),
      directory.scim('DELETE', `Users/${id}`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect(await directory.find('Users', 'userName eq "ada"')).toEqual([]);
    expect(await count()).toBe(0);
    expect(await directory.user('ada', { externalId: 'x-2' })).not.toBe(id);
  });
});

it('§6.8 serves bulk requests, which are optional', async () => {
  const { bulk } = (await directory.scim('GET', 'ServiceProviderConfig')).body;
  expect(bulk).toMatchObject({ supported: true, maxOperations: 1_000 });
});

it('§6.9.1 answers a name that is taken with 409 uniqueness, in POST and in PATCH', async () => {
  await directory.user('ada');
  const id = await directory.user('bob');
  expect(refusal(await directory.createUser('ada'))).toEqual([409, 'uniqueness']);
  const rename: Operation = { op: 'replace', path: 'userName', value: 'ADA' };
  expect(refusal(await directory.patch(`Users/${id}`, rename))).toEqual([409, 'uniqueness']);
});
