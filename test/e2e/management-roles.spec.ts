import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const putRoles = (roles: unknown) => app.call('PUT', '/api/v1/roles', { roles });
const assign = (assignments: unknown) =>
  app.call('PUT', `/api/v1/${directory.path}/groups/-/roles:assign`, { assignments });
const rolesOf = async (id: string): Promise<string[]> =>
  (await app.get(`${directory.path}/users/${id}`)).body.user.roles.map((role: { role_name: string }) => role.role_name);
const group = async (displayName: string, members: string[] = []): Promise<string> =>
  (
    await app.scim(directory, 'POST', 'Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName,
      members: members.map((value) => ({ value })),
    })
  ).body.id;
const patchGroup = (id: string, ...Operations: object[]) =>
  app.scim(directory, 'PATCH', `Groups/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations,
  });
const eventsOf = async (id: string, count: number) => {
  const events = await until(async () => {
    const all = (await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.events;
    const own = all.filter(({ data }: { data: { id: string } }) => data.id === id);
    expect(own.length).toBeGreaterThanOrEqual(count);
    return own;
  });
  expect(events).toHaveLength(count);
  return events;
};

describe('roles', () => {
  it('are listed by priority, and replaced as a whole', async () => {
    expect((await app.get('roles')).body).toEqual({ roles: [] });
    const reply = await putRoles([
      { name: 'viewer', priority: 3, default: true },
      { name: 'admin', display_name: 'Administrator', description: 'Everything', priority: 1, privileged: true },
      { name: 'developer', priority: 2 },
    ]);
    expect(reply.status).toBe(200);
    expect(reply.body.roles).toEqual([
      {
        name: 'admin',
        display_name: 'Administrator',
        description: 'Everything',
        priority: 1,
        default: false,
        privileged: true,
      },
      { name: 'developer', display_name: 'developer', description: '', priority: 2, default: false, privileged: false },
      { name: 'viewer', display_name: 'viewer', description: '', priority: 3, default: true, privileged: false },
    ]);
    expect((await app.get('roles')).body).toEqual(reply.body);
  });

  it('come from groups, all of them, highest priority first, else the default one', async () => {
    directory = await app.directory();
    const ada = await app.user(directory, 'ada');
    const bob = await app.user(directory, 'bob');
    expect(await rolesOf(ada)).toEqual(['viewer']);
    const developers = await group('Developers', [ada]);
    const admins = await group('Admins');

    const assignments = [
      { group_id: developers, role_name: 'developer' },
      { group_id: admins, role_name: 'admin' },
    ];
    const reply = await assign(assignments);
    expect(reply).toMatchObject({ status: 200, body: { role_assignments: { assignments } } });
    expect((await app.get(directory.path)).body.directory.role_assignments).toEqual({ assignments });
    expect(await rolesOf(ada)).toEqual(['developer']);
    const [, joined, assigned] = await eventsOf(ada, 3);
    expect(joined.data.roles).toEqual([{ role_name: 'viewer' }]);
    expect(assigned).toMatchObject({
      type: 'organization.directory.user_updated',
      data: { roles: [{ role_name: 'developer' }], version: 3 },
      previous_attributes: { roles: [{ role_name: 'viewer' }] },
    });
    await eventsOf(bob, 1);

    await patchGroup(admins, { op: 'add', path: 'members', value: [{ value: ada }, { value: bob }] });
    expect(await rolesOf(ada)).toEqual(['admin', 'developer']);
    const last = (await eventsOf(ada, 4)).at(-1);
    expect(last.data).toMatchObject({ roles: [{ role_name: 'admin' }, { role_name: 'developer' }] });
    expect(last.previous_attributes).toMatchObject({ roles: [{ role_name: 'developer' }] });

    await app.scim(directory, 'DELETE', `Groups/${admins}`);
    expect(await rolesOf(bob)).toEqual(['viewer']);
    expect((await eventsOf(bob, 3)).at(-1).data.roles).toEqual([{ role_name: 'viewer' }]);
    expect((await app.get(directory.path)).body.directory.role_assignments.assignments).toEqual([assignments[0]]);

    await app.scim(directory, 'DELETE', `Users/${bob}`);
    expect(await rolesOf(bob)).toEqual([]);
  });

  it('that change are announced in every directory to whom they concern', async () => {
    directory = await app.directory();
    const ada = await app.user(directory, 'ada');
    const bob = await app.user(directory, 'bob');
    const developers = await group('Developers', [ada]);
    await assign([{ group_id: developers, role_name: 'developer' }]);
    await putRoles([{ name: 'developer' }, { name: 'guest', default: true }]);
    await until(async () => expect(await rolesOf(bob)).toEqual(['guest']));
    expect((await eventsOf(bob, 2)).at(-1).previous_attributes).toEqual({ roles: [{ role_name: 'viewer' }] });
    await eventsOf(ada, 3);
    await putRoles([]);
    await until(async () => expect(await rolesOf(ada)).toEqual([]));
    await until(async () => expect(await rolesOf(bob)).toEqual([]));
  });

  it.each([
    ['a name', [{ name: 'a b' }], 'roles[0].name'],
    ['a long name', [{ name: 'a'.repeat(65) }], 'roles[0].name'],
    ['a priority', [{ name: 'a', priority: 0 }], 'roles[0].priority'],
    ['a name twice', [{ name: 'a' }, { name: 'a' }], 'roles[1].name'],
    ['a privileged default', [{ name: 'a', default: true, privileged: true }], 'roles[0].default'],
    [
      'two defaults',
      [
        { name: 'a', default: true },
        { name: 'b', default: true },
      ],
      'roles[1].default',
    ],
    ['no list', 'a', 'roles'],
    ['a list of texts', ['a'], 'roles'],
  ])('with %s are refused', async (_what, roles, field) => {
    const reply = await putRoles(roles);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
    expect((await app.get('roles')).body.roles).toEqual([]);
  });
});

describe('assignments', () => {
  it('of strangers are refused by index', async () => {
    await putRoles([{ name: 'developer' }]);
    const other = await app.directory();
    directory = other;
    const foreign = await group('Elsewhere');
    directory = await app.directory();
    const own = await group('Here');
    const fields = async (assignments: unknown) => {
      const reply = await assign(assignments);
      expect(reply.status).toBe(400);
      return reply.body.details[0].field_violations.map(({ field }: { field: string }) => field);
    };
    expect(await fields([{ group_id: foreign, role_name: 'developer' }])).toEqual(['assignments[0].group_id']);
    expect(
      await fields([
        { group_id: own, role_name: 'developer' },
        { group_id: own, role_name: 'pilot' },
        { group_id: own, role_name: 'developer' },
      ]),
    ).toEqual(['assignments[1].role_name', 'assignments[2]']);
    expect(await fields([{ group_id: own }])).toEqual(['assignments[0].role_name']);
    expect(await fields(undefined)).toEqual(['assignments']);
    expect((await app.get(directory.path)).body.directory.role_assignments.assignments).toEqual([]);
  });

  it('need a key that may write, roles one of an administrator', async () => {
    const key = (await app.post('api_keys', { name: 'writer', scopes: ['write'] })).body;
    const headers = { authorization: `Bearer ${key.plain_key}` };
    const put = (path: string, body: object) => app.call('PUT', `/api/v1/${path}`, body, headers);
    expect((await put('roles', { roles: [] })).status).toBe(403);
    expect((await put(`${directory.path}/groups/-/roles:assign`, { assignments: [] })).status).toBe(200);
  });
});
