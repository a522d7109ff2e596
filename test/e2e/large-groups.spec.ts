import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createPool, DirectoryReads, NotFewError } from '#persistence';
import { ManagementClient } from './management-client.js';

/** More than a lookup looks at. */
const REFERENCES = 1_200;
const reference = (n: number) => `2819c223-7f76-453a-919d-${String(n).padStart(12, '0')}`;

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let users: string[];
let large: string;
let small: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
  users = (
    await Promise.all(['ada', 'bob', 'eve'].map((name) => app.user(directory, name, { displayName: name })))
  ).sort();
  const create = async (displayName: string, values: string[]): Promise<string> =>
    (await app.scim(directory, 'POST', 'Groups', { displayName, members: values.map((value) => ({ value })) })).body.id;
  large = await create('large', [...Array.from({ length: REFERENCES }, (_, n) => reference(n)), ...users]);
  small = await create('small', users);
});
afterAll(() => app.stop());

afterEach(() => vi.restoreAllMocks());

const membersOf = (group: { members?: { value: string }[] }) => group.members?.map(({ value }) => value);
const ALL = () => [...users, ...Array.from({ length: REFERENCES }, (_, n) => reference(n))];

describe('a group of more members than a lookup looks at', () => {
  it('is answered whole, its users first, whichever way it is asked for', async () => {
    expect(membersOf((await app.scim(directory, 'GET', `Groups/${large}`)).body)).toEqual(ALL());
    const found = (await app.scim(directory, 'GET', 'Groups?filter=displayName eq "large"')).body.Resources;
    expect(found.map(membersOf)).toEqual([ALL()]);
    const listed = (await app.scim(directory, 'GET', 'Groups?count=2')).body;
    expect(listed).toMatchObject({ totalResults: 2, itemsPerPage: 2 });
    expect(listed.Resources.map(membersOf)).toEqual([ALL(), users]);
    const searched = await app.scim(directory, 'POST', '.search', {
      filter: 'externalId pr or displayName eq "large"',
    });
    expect(searched.body.Resources.map(membersOf)).toEqual([ALL()]);
    const put = await app.scim(directory, 'PUT', `Groups/${large}`, { displayName: 'large', externalId: 'x' });
    expect([put.status, membersOf(put.body)]).toEqual([200, ALL()]);
    expect(membersOf((await app.scim(directory, 'GET', `Groups/${small}`)).body)).toEqual(users);
  });

  it('is no list where it has an attribute named as the resources of one', async () => {
    const body = { displayName: 'odd', Resources: ['x'], members: users.map((value) => ({ value })) };
    const { body: odd, status } = await app.scim(directory, 'POST', 'Groups', body);
    expect([status, odd.Resources, membersOf(odd)]).toEqual([201, ['x'], users]);
    const add = {
      op: 'add',
      path: 'members',
      value: Array.from({ length: REFERENCES }, (_, n) => ({ value: reference(n) })),
    };
    expect((await app.scim(directory, 'PATCH', `Groups/${odd.id}`, { Operations: [add] })).status).toBe(204);
    const { body: grown } = await app.scim(directory, 'GET', `Groups/${odd.id}`);
    expect([grown.Resources, membersOf(grown)]).toEqual([['x'], ALL()]);
    const listed = (await app.scim(directory, 'GET', 'Groups?filter=displayName eq "odd"')).body.Resources;
    expect(listed.map(membersOf)).toEqual([ALL()]);
    const user = await app.scim(directory, 'POST', 'Users', { userName: 'odd', Resources: 'x' });
    expect([user.status, user.body.Resources]).toEqual([201, 'x']);
    expect((await app.scim(directory, 'DELETE', `Groups/${odd.id}`)).status).toBe(204);
    expect((await app.scim(directory, 'DELETE', `Users/${user.body.id}`)).status).toBe(204);
  });

  it('shows of each member what is asked for', async () => {
    const shown = async (query: string) => (await app.scim(directory, 'GET', `Groups/${large}?${query}`)).body;
    expect((await shown('attributes=members.display')).members).toEqual(
      users.map(() => ({ display: expect.any(String) })),
    );
    expect((await shown('excludedAttributes=members.value')).members.slice(0, 4)).toEqual([
      ...users.map((id) => ({
        type: 'User',
        $ref: expect.stringMatching(`/Users/${id}$`),
        display: expect.any(String),
      })),
    ]);
    expect(await shown('attributes=members.nothing')).not.toHaveProperty('members');
    expect(await shown('excludedAttributes=members')).toMatchObject({ id: large, displayName: 'large' });
  });

  it('is answered without its members in Bulk, where a small one has them', async () => {
    const put = (id: string, displayName: string) => ({ method: 'PUT', path: `/Groups/${id}`, data: { displayName } });
    const { body } = await app.scim(directory, 'POST', 'Bulk', {
      Operations: [put(large, 'large'), put(small, 'small')],
    });
    const answers = (body.Operations as { status: string; response: { members?: { value: string }[] } }[]).map(
      ({ status, response }) => [status, membersOf(response)],
    );
    expect(answers).toEqual([
      ['200', undefined],
      ['200', users],
    ]);
  });

  it('is read on a connection of searches, and by nothing else', async () => {
    const pool = createPool(app.database.url, { max: 1, name: 'test' });
    const reads = new DirectoryReads(pool);
    await expect(reads.fewMembersOf(large)).rejects.toThrow(NotFewError);
    expect((await reads.fewMembersOf(small)).map(({ value }) => value)).toEqual(users);
    const client = await pool.connect();
    // The pool has no other connection.
    const read: string[] = [];
    for await (const portion of reads.membersOf(large, client)) read.push(...portion.map(({ value }) => value));
    expect(read).toEqual(ALL());
    client.release();
    await pool.end();
  });
});

describe('the answer to a write of a group', () => {
  const reads = () =>
    (['fewMembersOf', 'membersOf', 'groups'] as const).map((name) => vi.spyOn(DirectoryReads.prototype, name));
  const members = () => users.map((value) => ({ value }));
  const patch = () => ({ Operations: [{ op: 'add', path: 'members', value: members() }] });
  const WRITES: [
    method: string,
    path: () => string,
    body: () => object,
    withMembers: [query: string, status: number],
  ][] = [
    ['POST', () => 'Groups', () => ({ displayName: `group ${Math.random()}`, members: members() }), ['', 201]],
    ['PUT', () => `Groups/${small}`, () => ({ displayName: 'small', members: members() }), ['', 200]],
    ['PATCH', () => `Groups/${small}`, patch, ['?attributes=members', 200]],
  ];

  it.each(WRITES)('to %s shows members that are asked for', async (method, path, body, [query, status]) => {
    const [few] = reads();
    const reply = await app.scim(directory, method, path() + query, body());
    expect([reply.status, membersOf(reply.body)]).toEqual([status, users]);
    expect(few).toHaveBeenCalledOnce();
  });

  it.each(WRITES)(
    'to %s leaves members unread and unsent where they are not',
    async (method, path, body, [, status]) => {
      const spies = reads();
      for (const query of ['attributes=displayName', 'attributes=displayName,members&excludedAttributes=members']) {
        const reply = await app.scim(directory, method, `${path()}?${query}`, body());
        expect(reply.status).toBe(status);
        expect(reply.body).toMatchObject({ id: expect.any(String), displayName: expect.any(String) });
        expect(reply.body).not.toHaveProperty('members');
      }
      const reply = await app.scim(directory, method, `${path()}?excludedAttributes=members`, body());
      expect(reply.status).toBe(method === 'PATCH' ? 204 : status);
      expect(reply.text).not.toContain('"members"');
      for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    },
  );
});
