import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());
beforeEach(async () => {
  directory = await app.directory();
});

const patch = (id: string, ...Operations: object[]) =>
  app.scim(directory, 'PATCH', `Users/${id}`, { schemas: [PATCH_OP], Operations });
const put = (id: string, body: object) => app.scim(directory, 'PUT', `Users/${id}`, { schemas: [USER_URN], ...body });
const read = async (id: string) => (await app.scim(directory, 'GET', `Users/${id}`)).body;
const isActive = async (id: string) => (await app.get(`${directory.path}/users/${id}`)).body.user.active as boolean;
const eventsOf = async (id: string) =>
  (await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.events
    .filter(({ data }: { data: { id: string } }) => data.id === id)
    .map(({ type }: { type: string }) => type.replace('organization.directory.', '')) as string[];
const leave = { op: 'replace', path: 'active', value: false };

/** The warnings of a directory's requests, oldest first, once there are so many. */
const warnings = (count: number): Promise<string[]> =>
  until(async () => {
    const { requests } = (await app.get(`${directory.path}/requests?page_size=100`)).body;
    const told = (requests as { warnings: string[] }[]).reverse().flatMap((request) => request.warnings);
    if (told.length < count) throw new Error(`${told.length} of ${count} warnings are logged`);
    return told;
  });

describe('unassigned', () => {
  const ways: [string, object][] = [
    ['remove', { op: 'remove', path: 'active' }],
    ['remove by URN', { op: 'remove', path: `${USER_URN}:active` }],
    ...['add', 'replace'].flatMap((op): [string, object][] => [
      [`${op} null`, { op, path: 'active', value: null }],
      [`${op} null by URN`, { op, path: `${USER_URN}:active`, value: null }],
      [`${op} null without a path`, { op, value: { active: null } }],
      [`${op} null by the key of a URN`, { op, value: { [`${USER_URN}:active`]: null } }],
      [`${op} null in the schema's own object`, { op, value: { [USER_URN]: { active: null } } }],
    ]),
  ];

  it.each(ways)('%s: who is inactive stays so, and nothing is announced', async (_, operation) => {
    const ada = await app.user(directory, 'ada');
    await patch(ada, leave);
    expect(await patch(ada, operation)).toMatchObject({ status: 200, body: { active: false } });
    expect(await put(ada, { userName: 'ada' })).toMatchObject({ status: 200, body: { active: false } });
    expect(await put(ada, { userName: 'ada', active: null })).toMatchObject({ status: 200, body: { active: false } });
    expect((await patch(ada, { op: 'replace', path: 'active', value: 'True' })).body.active).toBe(true);
    expect(await patch(ada, operation)).toMatchObject({ status: 200, body: { active: true } });
    await patch(ada, { op: 'replace', path: 'title', value: 'Last' });
    await until(async () =>
      expect(await eventsOf(ada)).toEqual(['user_created', 'user_deleted', 'user_created', 'user_updated']),
    );
  });

  it('says nothing of somebody new: a creation activates, a re-creation as well', async () => {
    const ada = await app.user(directory, 'ada', { active: null, externalId: 'e1' });
    expect(await read(ada)).toMatchObject({ active: true });
    await app.scim(directory, 'DELETE', `Users/${ada}`);
    expect(await app.user(directory, 'ada', { externalId: 'e1' })).toBe(ada);
    expect(await read(ada)).toMatchObject({ active: true });
  });
});

describe('a detail that cannot be read', () => {
  const details: [string, unknown][] = [
    ['title', { a: 1 }],
    ['name', 'A B'],
    ['name', { givenName: ['a', 'b'] }],
    ['employeeNumber', {}],
    ['manager', [{ value: 'a' }, { value: 'b' }]],
    ['emails', [{ value: 'x', primary: 'maybe' }]],
    ['userName', null],
    ['externalId', 'x'.repeat(2_000)],
    ['title.nonsense', 'x'],
    ['emails[', 'x'],
    ['title', 'a\0b'],
    ['title', '\ud800'],
    ['emails', [{ value: 'a\0@x' }]],
    ['name', { 'given\0': 'A' }],
    ['urn:acme:2.0:User', { badge: ['\udfff'] }],
  ];

  it.each(details)('%s: keeps no leaver in, and is told of', async (name, value) => {
    const ada = await app.user(directory, 'ada', { title: 'Analyst', emails: [{ value: 'ada@x' }] });
    const before = await read(ada);
    const answers = [
      await patch(ada, { op: 'replace', path: name, value }, leave),
      await patch(ada, { op: 'replace', value: { active: true } }),
      await patch(ada, leave, { op: 'replace', path: name, value }),
      await patch(ada, { op: 'replace', value: { active: true } }),
      await patch(ada, { op: 'replace', value: { active: false, nickName: 'A', [name]: value } }),
    ];
    expect(answers.map(({ status, body }) => [status, body.active])).toEqual([
      [200, false],
      [200, true],
      [200, false],
      [200, true],
      [200, false],
    ]);
    expect(await read(ada)).toMatchObject({
      userName: 'ada',
      title: before.title,
      emails: before.emails,
      nickName: 'A',
    });
    expect(await isActive(ada)).toBe(false);
    const told = await warnings(3);
    expect(told.join('\n')).toContain(`left aside, so that the user is deactivated: `);
    // A path with a bracket may have a value in it, and is masked as a whole.
    if (!name.includes('[')) expect(told.join('\n')).toContain(name.split('.')[0]);
    expect(told.join('\n')).not.toMatch(/ada|xxxx/);
  });

  it.each(details)(
    '%s: keeps no leaver in beside a PUT, and is a 400 by name where nobody leaves',
    async (name, value) => {
      const ada = await app.user(directory, 'ada', { title: 'Analyst', externalId: 'e1' });
      const isSent = name !== 'emails[' && name !== 'userName';
      const refused = isSent ? await put(ada, { userName: 'ada', [name]: value }) : undefined;
      if (refused) {
        expect(refused.status).toBe(400);
        expect(refused.body.detail).toContain(name.split('.')[0]);
      }
      expect(await isActive(ada)).toBe(true);
      expect((await put(ada, { userName: 'ada', active: false, [name]: value })).status).toBe(200);
      expect(await read(ada)).toMatchObject({ userName: 'ada', active: false, externalId: 'e1' });
      await until(async () => expect(await eventsOf(ada)).toEqual(['user_created', 'user_deleted']));
    },
  );

  it('is left aside in a bulk operation, too, whose place is told', async () => {
    const ada = await app.user(directory, 'ada');
    const data = { Operations: [leave, { op: 'replace', path: 'title', value: {} }] };
    const bulk = await app.scim(directory, 'POST', 'Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        { method: 'PUT', path: `/Users/${ada}`, data: { userName: 'ada', title: {} } },
        { method: 'PATCH', path: `/Users/${ada}`, data },
      ],
    });
    expect(bulk.body.Operations.map(({ status }: { status: string }) => status)).toEqual(['400', '200']);
    expect(await isActive(ada)).toBe(false);
    expect(await warnings(1)).toEqual([
      'Operations[1]: left aside, so that the user is deactivated: title: expected a string, got an object',
    ]);
  });

  it('such as a name that cannot be stored; where nobody leaves it is a 400, and nothing else is read past it', async () => {
    const ada = await app.user(directory, 'ada');
    const [name, path] = [{ 'ha\0t': 1 }, { op: 'remove', path: 'emails[type eq "\0"]' }];
    expect((await patch(ada, path)).body.detail).toBe('Operations[0].path contains a NUL character');
    expect((await put(ada, { userName: 'ada', ...name })).body.detail).toBe(
      'an attribute name contains a NUL character',
    );
    const groups = (body: object) => app.scim(directory, 'POST', 'Groups', { displayName: 'G', ...body });
    expect((await groups({ members: [{ value: '\0' }] })).body.detail).toContain('members[0].value contains a NUL');
    const bulk = await app.scim(directory, 'POST', 'Bulk', {
      Operations: [
        { method: 'DELETE', path: `/Users/${ada}\0` },
        { method: 'POST', bulkId: 'b', path: '/Users', data: { userName: 'b\0b' } },
        { method: 'POST', bulkId: 'g', path: '/Groups', data: { displayName: '\ud800' } },
        { method: 'PUT', path: `/Users/${ada}`, data: { userName: 'a\0' } },
        { method: 'PUT', path: `/Users/${ada}`, data: { userName: 'a\0', active: false, ...name } },
      ],
    });
    expect(bulk.body.Operations.map(({ status }: { status: string }) => status)).toEqual([
      ...['400', '400', '400', '400', '200'],
    ]);
    expect(await read(ada)).toMatchObject({ userName: 'ada', active: false });
    await patch(ada, { op: 'replace', value: { active: true } });
    expect(await patch(ada, path, { op: 'add', value: name }, leave)).toMatchObject({ status: 200 });
    expect(await isActive(ada)).toBe(false);
    expect((await warnings(4)).filter((warning) => warning.includes('NUL'))).toHaveLength(4);
  });

  it('such as a name that somebody else has: whoever leaves keeps theirs', async () => {
    const ada = await app.user(directory, 'ada');
    await app.user(directory, 'bob');
    const rename = { op: 'replace', path: 'userName', value: 'bob' };
    expect((await patch(ada, rename)).status).toBe(409);
    expect(await patch(ada, rename, leave)).toMatchObject({ status: 200, body: { userName: 'ada', active: false } });
    expect((await put(ada, { userName: 'BOB', active: false })).body).toMatchObject({ userName: 'ada' });
    expect((await warnings(2)).join('\n')).toContain('userName is taken');
  });
});

describe('what no schema has', () => {
  it('is kept by every way of writing, and removed by path', async () => {
    const ada = await app.user(directory, 'ada', { shoe: 42, emails: [{ value: 'ada@x', type: 'work', note: 'n' }] });
    expect(await read(ada)).toMatchObject({ shoe: 42, emails: [{ note: 'n' }] });
    await patch(ada, { op: 'add', path: 'hat.size', value: 7 }, { op: 'add', path: 'name.nick', value: 'A' });
    await patch(ada, { op: 'replace', path: 'emails[type eq "work"].note', value: 'm' });
    expect(await read(ada)).toMatchObject({ hat: { size: 7 }, name: { nick: 'A' }, emails: [{ note: 'm' }] });
    await patch(ada, { op: 'remove', path: 'shoe' }, { op: 'remove', path: 'hat.size' });
    await patch(ada, { op: 'remove', path: 'emails[type eq "work"].note' });
    const user = await read(ada);
    expect(user).not.toHaveProperty('shoe');
    expect(user).not.toHaveProperty('hat');
    expect(user.emails).toEqual([{ value: 'ada@x', type: 'work' }]);

    const group = await app.scim(directory, 'POST', 'Groups', { displayName: 'G', description: 'd' });
    const id = group.body.id as string;
    await app.scim(directory, 'PATCH', `Groups/${id}`, { Operations: [{ op: 'add', path: 'mail', value: 'g@x' }] });
    await app.scim(directory, 'PATCH', `Groups/${id}`, { Operations: [{ op: 'remove', path: 'description' }] });
    const kept = (await app.scim(directory, 'GET', `Groups/${id}`)).body;
    expect(kept).toMatchObject({ mail: 'g@x' });
    expect(kept).not.toHaveProperty('description');
  });

  it('never makes up a schema, and takes a dot for the colon behind a known one', async () => {
    const ada = await app.user(directory, 'ada');
    await patch(ada, { op: 'add', path: `${ENTERPRISE_URN}.manager`, value: 'm' });
    await patch(ada, { op: 'add', value: { [`${ENTERPRISE_URN}.department`]: 'Engines' } });
    const made = await patch(ada, { op: 'add', path: 'urn:example:badge:level', value: 1 });
    expect(made).toMatchObject({ status: 400, body: { scimType: 'invalidPath' } });
    expect(await read(ada)).toMatchObject({
      schemas: [USER_URN, ENTERPRISE_URN],
      [ENTERPRISE_URN]: { manager: { value: 'm' }, department: 'Engines' },
    });
    const filter = encodeURIComponent(`${ENTERPRISE_URN}.manager eq "m"`);
    expect((await app.scim(directory, 'GET', `Users?filter=${filter}`)).body.totalResults).toBe(1);
    const chosen = await app.scim(directory, 'GET', `Users/${ada}?attributes=${ENTERPRISE_URN}.manager`);
    expect(chosen.body[ENTERPRISE_URN]).toEqual({ manager: { value: 'm' } });
  });
});
