import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let ada: string;
let bob: string;
let eve: string;
let engineering: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
  ada = await app.user(directory, 'ada', {
    externalId: 'okta-1',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'Ada@Example.com', primary: true, type: 'work' }],
    title: 'Analyst',
  });
  bob = await app.user(directory, 'bob@example.com', { active: false });
  eve = await app.user(directory, 'eve@example.com');
  const group = await app.scim(directory, 'POST', 'Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Engineering',
    externalId: 'g-1',
    members: [{ value: ada }, { value: eve }],
  });
  engineering = group.body.id;
  await app.scim(directory, 'DELETE', `Users/${eve}`);
});
afterAll(() => app.stop());

const ids = (reply: { body: { users: { id: string }[] } }) => reply.body.users.map(({ id }) => id);
const users = (query: string) => app.get(`${directory.path}/users${query}`);

describe('users', () => {
  it('are listed whole, deactivated and deleted ones as inactive', async () => {
    const reply = await users('');
    expect(reply.body).toMatchObject({ total_size: 3, next_page_token: '', prev_page_token: '' });
    expect(reply.body.users.map(({ id, active }: { id: string; active: boolean }) => [id, active])).toEqual([
      [ada, true],
      [bob, false],
      [eve, false],
    ]);
    expect(reply.body.users[0]).toEqual({
      id: ada,
      email: 'Ada@Example.com',
      preferred_username: 'ada',
      given_name: 'Ada',
      family_name: 'Lovelace',
      name: 'Ada Lovelace',
      active: true,
      external_id: 'okta-1',
      emails: ['Ada@Example.com'],
      groups: [{ id: engineering, display_name: 'Engineering' }],
      roles: [],
      version: 2,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(reply.body.users[2].groups).toEqual([]);
  });

  it('carry the detail of their last event where it is asked for, and always by id', async () => {
    const listed = (await users('?include_detail=true')).body.users[0];
    expect(listed.user_detail).toMatchObject({ title: 'Analyst', raw_attributes: { userName: 'ada' }, version: 2 });
    expect((await app.get(`${directory.path}/users/${ada}`)).body.user).toEqual(listed);
    const events = await app.events(`directory_id=${directory.directoryId}`, 6);
    const last = events.filter(({ data }) => data['id'] === ada).at(-1);
    expect(last!.data).toEqual(listed.user_detail);
  });

  it('are found by what identifies them', async () => {
    expect(ids(await users('?active=true'))).toEqual([ada]);
    expect(ids(await users('?active=false'))).toEqual([bob, eve]);
    expect(ids(await users('?email=ADA@example.COM'))).toEqual([ada]);
    expect(ids(await users('?external_id=okta-1'))).toEqual([ada]);
    expect(ids(await users('?external_id=OKTA-1'))).toEqual([]);
    expect(ids(await users(`?directory_group_id=${engineering}`))).toEqual([ada]);
    expect(ids(await users(`?filter=${encodeURIComponent('name.familyName sw "LOVE" and active eq true')}`))).toEqual([
      ada,
    ]);
    const filtered = await users('?active=false&page_size=1');
    expect(filtered.body.total_size).toBe(2);
    const { updated_at } = (await app.get(`${directory.path}/users/${bob}`)).body.user;
    expect(ids(await users(`?updated_after=${updated_at}`))).toEqual([ada, eve]);
  });

  it('page both ways', async () => {
    const first = await users('?page_size=2');
    expect(ids(first)).toEqual([ada, bob]);
    const second = await users(`?page_size=2&page_token=${first.body.next_page_token}`);
    expect(ids(second)).toEqual([eve]);
    expect(second.body).toMatchObject({ total_size: 3, next_page_token: '' });
    const back = await users(`?page_size=2&page_token=${second.body.prev_page_token}`);
    expect(ids(back)).toEqual([ada, bob]);
    expect(back.body.prev_page_token).toBe('');
  });

  it.each([
    ['?filter=name.familyName%20zz%20%22a%22', 'filter'],
    ['?filter=nonsense%20eq%20%22a%22', 'filter'],
    ['?updated_after=yesterday', 'updated_after'],
    ['?active=maybe', 'active'],
    ['?page_token=x', 'page_token'],
  ])('refuse %s by name', async (query, field) => {
    const reply = await users(query);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });

  it('of another directory are not found', async () => {
    const other = await app.directory();
    expect((await app.get(`${other.path}/users/${ada}`)).status).toBe(404);
    expect((await app.get(`${other.path}/groups/${engineering}`)).status).toBe(404);
    expect((await app.get(`${other.path}/groups/${engineering}/users`)).status).toBe(404);
    expect((await app.get(`${other.path}/users?directory_group_id=${engineering}`)).status).toBe(404);
    expect((await app.get(`${directory.path}/users/diruser_nobody`)).status).toBe(404);
  });
});

describe('groups', () => {
  it('are listed, summarised and read with their members', async () => {
    const group = {
      id: engineering,
      display_name: 'Engineering',
      external_id: 'g-1',
      total_users: 1,
      updated_at: expect.any(String),
    };
    const listed = await app.get(`${directory.path}/groups`);
    expect(listed.body).toEqual({ groups: [group], total_size: 1, next_page_token: '', prev_page_token: '' });
    expect((await app.get(`${directory.path}/groups/summary`)).body.groups).toEqual([group]);
    const detail = { display_name: 'Engineering', raw_attributes: { displayName: 'Engineering' }, version: 1 };
    const withDetail = { ...group, group_detail: expect.objectContaining(detail) };
    const detailed = (await app.get(`${directory.path}/groups?include_detail=true&external_id=g-1`)).body.groups;
    expect(detailed).toMatchObject([{ id: engineering, group_detail: { version: 1 } }]);
    expect((await app.get(`${directory.path}/groups/${engineering}`)).body.group).toMatchObject({
      ...withDetail,
      group_detail: { display_name: 'Engineering', version: 1 },
    });
    expect((await app.get(`${directory.path}/groups?external_id=g-2`)).body.groups).toEqual([]);
    expect(ids(await app.get(`${directory.path}/groups/${engineering}/users`))).toEqual([ada]);
    expect((await app.get(`${directory.path}/groups/dirgroup_nobody/users`)).status).toBe(404);
  });
});
