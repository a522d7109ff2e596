import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const SALES = { name: 'sales', filter: 'department eq "Sales"', group: 'Everybody in sales' };

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());
beforeEach(async () => {
  directory = await app.directory();
});

const put = (rules: unknown) => app.call('PUT', `/api/v1/${directory.path}/group_rules`, { rules });
const person = (name: string, department: string, more: object = {}) =>
  app.user(directory, name, { [ENTERPRISE]: { department }, ...more });
const move = (id: string, department: string) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: `${ENTERPRISE}:department`, value: department }],
  });
const groupsOf = async (id: string): Promise<string[]> =>
  (await app.get(`${directory.path}/users/${id}`)).body.user.groups.map(
    ({ display_name }: { display_name: string }) => display_name,
  );
const events = async (): Promise<[string, string[]][]> =>
  (await app.feed(`limit=1000&directory_id=${directory.directoryId}`)).body.events.map(
    ({ type, data }: { type: string; data: { groups?: { name: string }[] } }) => [
      type.replace('organization.directory.', ''),
      (data.groups ?? []).map(({ name }) => name),
    ],
  );

describe('a group rule', () => {
  it('takes in who matches, follows changes, and is visible to everybody but the IdP', async () => {
    const ada = await person('ada', 'Sales');
    const bob = await person('bob', 'Engines');
    const reply = await put([SALES]);
    expect(reply.status).toBe(200);
    expect(reply.body.rules).toEqual([{ ...SALES, group_id: expect.stringMatching(/^dirgroup_/) }]);
    expect((await app.get(`${directory.path}/group_rules`)).body).toEqual(reply.body);
    expect(await groupsOf(ada)).toEqual([SALES.group]);
    expect(await groupsOf(bob)).toEqual([]);
    const { groups } = (await app.get(`${directory.path}/groups`)).body;
    expect(groups).toMatchObject([{ display_name: SALES.group, total_users: 1 }]);

    const scim = await app.scim(directory, 'GET', `Users/${ada}`);
    expect(scim.body).not.toHaveProperty('groups');
    expect((await app.scim(directory, 'GET', 'Groups')).body.totalResults).toBe(0);
    expect((await app.scim(directory, 'DELETE', `Groups/${groups[0].id}`)).status).toBe(404);

    await move(bob, 'sales');
    await move(ada, 'Engines');
    const eve = await person('eve', 'Sales');
    expect(await groupsOf(ada)).toEqual([]);
    expect(await groupsOf(bob)).toEqual([SALES.group]);
    expect(await groupsOf(eve)).toEqual([SALES.group]);
    await until(async () =>
      expect(await events()).toEqual([
        ['user_created', []],
        ['user_created', []],
        ['group_created', []],
        ['user_updated', [SALES.group]],
        ['user_updated', [SALES.group]],
        ['user_updated', []],
        ['user_created', [SALES.group]],
      ]),
    );
    await app.scim(directory, 'DELETE', `Users/${eve}`);
    expect((await app.get(`${directory.path}/groups`)).body.groups[0].total_users).toBe(1);
  });

  it('shares its group with others, and the group goes with the last of them', async () => {
    const ada = await person('ada', 'Sales', { title: 'Boss' });
    const chiefs = { name: 'chiefs', filter: 'title eq "boss" or custom_attributes.level eq "7"', group: 'Chiefs' };
    const [, rule] = (await put([SALES, chiefs, { ...chiefs, name: 'more', filter: 'active eq true' }])).body.rules;
    expect(await groupsOf(ada)).toEqual([SALES.group, 'Chiefs']);
    const [kept] = (await put([{ ...chiefs, filter: 'custom_attributes.level eq "7"' }])).body.rules;
    expect(kept.group_id).toBe(rule.group_id);
    expect(await groupsOf(ada)).toEqual([]);
    await person('bob', 'Engines', { 'urn:example:2.0:User': { level: 7 } });
    expect((await app.get(`${directory.path}/groups`)).body.groups).toMatchObject([{ total_users: 1 }]);
    await put([]);
    expect((await app.get(`${directory.path}/groups`)).body.total_size).toBe(0);
    await until(async () => expect((await events()).map(([type]) => type)).toContain('group_deleted'));
  });

  it('lives beside a group of the same name from the IdP, and gives roles, but no privileged one', async () => {
    await app.call('PUT', '/api/v1/roles', {
      roles: [{ name: 'seller' }, { name: 'root', privileged: true }],
    });
    const ada = await person('ada', 'Sales');
    const [{ group_id }] = (await put([SALES])).body.rules;
    const assign = (role_name: string) =>
      app.call('PUT', `/api/v1/${directory.path}/groups/-/roles:assign`, { assignments: [{ group_id, role_name }] });
    expect((await assign('seller')).status).toBe(200);
    const { user } = (await app.get(`${directory.path}/users/${ada}`)).body;
    expect(user.roles).toEqual([{ role_name: 'seller' }]);
    expect((await assign('root')).body.details[0].field_violations[0].field).toBe('assignments[0].role_name');
    const reply = await app.call('PUT', '/api/v1/roles', { roles: [{ name: 'seller', privileged: true }] });
    expect(reply.status).toBe(409);
    const group = await app.scim(directory, 'POST', 'Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: SALES.group,
      members: [{ value: ada }],
    });
    expect(group.status).toBe(201);
    expect(await groupsOf(ada)).toEqual([SALES.group, SALES.group]);
    await move(ada, 'Engines');
    expect(await groupsOf(ada)).toEqual([SALES.group]);
    expect((await app.get(`${directory.path}/users/${ada}`)).body.user.roles).toEqual([]);
  });

  it('names one group in any spelling, and another spelling renames it', async () => {
    const rule = (department: string, group: string) => ({
      name: department,
      filter: `department eq "${department}"`,
      group,
    });
    const [ada, bob] = [await person('ada', 'One'), await person('bob', 'Two')];
    const spellings = ['Équipe', 'E\u0301quipe', 'équipe '] as const;
    const first = await put([rule('One', spellings[0]), rule('Two', spellings[1]), rule('Three', spellings[2])]);
    const ids = new Set(first.body.rules.map(({ group_id }: { group_id: string }) => group_id));
    expect(ids.size).toBe(1);
    const { groups } = (await app.get(`${directory.path}/groups`)).body;
    expect(groups).toMatchObject([{ display_name: spellings[0], total_users: 2 }]);
    expect([await groupsOf(ada), await groupsOf(bob)]).toEqual([[spellings[0]], [spellings[0]]]);

    const second = await put([rule('Two', 'ÉQUIPE'), rule('One', spellings[1])]);
    expect(new Set(second.body.rules.map(({ group_id }: { group_id: string }) => group_id))).toEqual(ids);
    expect((await app.get(`${directory.path}/groups`)).body.groups).toMatchObject([
      { id: groups[0].id, display_name: 'ÉQUIPE', total_users: 2 },
    ]);
    const eve = await person('eve', 'One');
    expect([await groupsOf(ada), await groupsOf(eve)]).toEqual([['ÉQUIPE'], ['ÉQUIPE']]);
    await until(async () => {
      const told = await events();
      expect(told.map(([type]) => type)).toEqual([
        'user_created',
        'user_created',
        'group_created',
        'user_updated',
        'user_updated',
        'group_updated',
        'user_created',
      ]);
      expect(told.at(-1)).toEqual(['user_created', ['ÉQUIPE']]);
    });
  });

  it.each([
    [[{ ...SALES, filter: 'department eq' }], 'rules[0].filter'],
    [[{ ...SALES, filter: 'shoe eq "Sales"' }], 'rules[0].filter'],
    [[{ name: 'a', group: 'b' }], 'rules[0].filter'],
    [[SALES, SALES], 'rules[1].name'],
    [[{ ...SALES, group: '' }], 'rules[0].group'],
    ['all', 'rules'],
  ])('such as %j is refused by index and field', async (rules, field) => {
    const reply = await put(rules);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
    expect((await app.get(`${directory.path}/group_rules`)).body).toEqual({ rules: [] });
  });
});
