import { Client, type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Caller, type Change, DirectoryChanges, type GroupRecord, type UserRecord } from '#directory';
import { createPool, loadDirectoryAccess, PostgresDirectoryTransactions } from '#persistence';
import { applyPatch, parsePatch, parseResource, splitMembers, USER, GROUP } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { CLEAR } from '../support/seed-deliveries.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

let database: TestDatabase;
let pool: Pool;
let changes: DirectoryChanges;
let directory: SeededDirectory;
let rings: string[];

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 5, name: 'test' });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

beforeEach(async () => {
  await pool.query(CLEAR);
  rings = [];
  changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), {
    ring: (lane, endpointId) => rings.push(`${lane} ${endpointId}`),
    announce: (directoryId) => rings.push(`announce ${directoryId}`),
  });
  directory = await seedDirectory(pool);
});

const submit = <C extends Change>(change: C) => changes.submit(directory.directoryId, change);
const userOf = ({ user }: { user: UserRecord }) => user;
const groupOf = ({ group }: { group: GroupRecord }) => group;

const createUser = async (userName: string, more: object = {}) =>
  userOf(await submit({ kind: 'create-user', resource: parseResource(USER, { userName, ...more }), caller: {} }));
const patchUser = async (id: string, ...Operations: object[]) => {
  const operations = parsePatch(USER, { Operations });
  return userOf(
    await submit({ kind: 'update-user', id, change: (now) => applyPatch(USER, now, operations), caller: {} }),
  );
};
const createGroup = async (displayName: string, members: string[] = [], more: object = {}) =>
  groupOf(
    await submit({
      kind: 'create-group',
      resource: parseResource(GROUP, { displayName, ...more }),
      members,
      caller: {},
    }),
  );
const patchGroup = async (id: string, ...Operations: object[]) => {
  const { members, attributes } = splitMembers(parsePatch(GROUP, { Operations }));
  const change = (now: Record<string, unknown>) => applyPatch(GROUP, now, attributes);
  return groupOf(await submit({ kind: 'update-group', id, change, members, caller: {} }));
};
const removeUser = (id: string) => submit({ kind: 'delete-user', id, caller: {} });

interface Envelope {
  id: string;
  type: string;
  sequence: number;
  data: Record<string, unknown> & { id: string; version: number; groups?: { id: string; name: string }[] };
  previous_attributes?: Record<string, unknown>;
}

async function events(): Promise<Envelope[]> {
  const { rows } = await pool.query<{ body: string }>(
    'SELECT body FROM events WHERE directory_id = $1 ORDER BY sequence',
    [directory.directoryId],
  );
  return rows.map(({ body }) => JSON.parse(body) as Envelope);
}
const kinds = async () => (await events()).map(({ type }) => type.replace('organization.directory.', ''));

describe('users', () => {
  it('announces a creation with the whole state, sequence 1 and version 1', async () => {
    const user = await createUser('ann@example.com', {
      externalId: '00u1',
      name: { givenName: 'Ann', familyName: 'Lee' },
      title: 'Engineer',
      emails: [{ value: 'ann@example.com', primary: true, type: 'work' }],
    });
    const [event] = await events();
    expect(event).toMatchObject({
      spec_version: '1',
      type: 'organization.directory.user_created',
      object: 'DirectoryUser',
      display_name: 'Directory User Created',
      organization_id: directory.organizationId,
      sequence: 1,
      data: {
        id: user.id,
        directory_id: directory.directoryId,
        dp_id: '00u1',
        external_id: '00u1',
        email: 'ann@example.com',
        emails: ['ann@example.com'],
        preferred_username: 'ann@example.com',
        name: 'Ann Lee',
        title: 'Engineer',
        active: true,
        groups: [],
        roles: [],
        version: 1,
      },
    });
    expect(event).not.toHaveProperty('previous_attributes');
  });

  it('stores events whose bytes survive a round trip through JSON', async () => {
    await createUser('ünïcode "quoted"', { title: ' \n\u{1F600}', nickName: '</script>' });
    const { rows } = await pool.query<{ body: string }>('SELECT body FROM events WHERE directory_id = $1', [
      directory.directoryId,
    ]);
    expect(JSON.stringify(JSON.parse(rows[0]!.body))).toBe(rows[0]!.body);
  });

  it('names what changed, with the value before', async () => {
    const { id } = await createUser('ann', { title: 'Engineer' });
    await patchUser(id, { op: 'replace', path: 'title', value: 'Architect' });
    const [, updated] = await events();
    expect(updated).toMatchObject({ sequence: 2, data: { title: 'Architect', version: 2 } });
    expect(updated!.previous_attributes).toEqual({ title: 'Engineer' });
  });

  it('neither writes nor announces a change that changes nothing', async () => {
    const before = await createUser('ann', { title: 'Engineer' });
    const after = await patchUser(before.id, { op: 'Replace', path: 'title', value: 'Engineer' });
    expect(after.revision).toBe(before.revision);
    expect(after.updatedAt).toBe(before.updatedAt);
    expect(await kinds()).toEqual(['user_created']);
  });

  it('announces a deactivation once, as user_deleted, and DELETE after it not at all', async () => {
    const { id } = await createUser('ann');
    await patchUser(id, { op: 'Replace', path: 'active', value: 'False' });
    await patchUser(id, { op: 'replace', value: { active: false } });
    await removeUser(id);
    expect(await kinds()).toEqual(['user_created', 'user_deleted']);
    expect((await events())[1]!.data).toMatchObject({ active: false, reason: 'deactivated' });
  });

  it('announces nothing of an inactive user until activation, which carries the whole state', async () => {
    const { id } = await createUser('ann', { active: false, title: 'Engineer' });
    await patchUser(id, { op: 'replace', path: 'title', value: 'Architect' });
    expect(await kinds()).toEqual([]);
    await patchUser(id, { op: 'replace', path: 'active', value: true });
    const all = await events();
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      type: 'organization.directory.user_created',
      data: { title: 'Architect', version: 1 },
    });
  });

  it('suspends with user_updated under update_event, and says at reactivation what changed meanwhile', async () => {
    await pool.query(`UPDATE directories SET policy = '{"on_deactivate": "update_event"}' WHERE id = $1`, [
      directory.directoryId,
    ]);
    const { id } = await createUser('ann', { title: 'Engineer' });
    await patchUser(id, { op: 'replace', path: 'active', value: false });
    await patchUser(id, { op: 'replace', path: 'title', value: 'Architect' });
    await patchUser(id, { op: 'replace', path: 'active', value: true });
    await removeUser(id);
    expect(await kinds()).toEqual(['user_created', 'user_updated', 'user_updated', 'user_deleted']);
    const all = await events();
    expect(all[1]!.previous_attributes).toEqual({ active: true });
    expect(all[2]!.previous_attributes).toEqual({ active: false, title: 'Engineer' });
  });

  it('brings a leaver back under the same id by externalId', async () => {
    const { id } = await createUser('ann', { externalId: 'e1' });
    await removeUser(id);
    const back = await createUser('ann.married', { externalId: 'e1' });
    expect(back.id).toBe(id);
    expect(await kinds()).toEqual(['user_created', 'user_deleted', 'user_created']);
    expect((await events())[2]!.data.version).toBe(3);
  });

  it('brings a leaver back by userName only where one side has no externalId', async () => {
    const first = await createUser('ann', { externalId: 'e1' });
    await removeUser(first.id);
    const recycled = await createUser('ann', { externalId: 'e2' });
    expect(recycled.id).not.toBe(first.id);
    await removeUser(recycled.id);
    const back = await createUser('ANN');
    expect(back.id).toBe(recycled.id);
  });

  it('refuses a userName that is taken, in any case, also within one batch', async () => {
    const results = await Promise.allSettled([createUser('ann'), createUser('bob'), createUser('ANN')]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((results[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'user_name_taken' });
    expect(await kinds()).toEqual(['user_created', 'user_created']);
  });

  it('lets a creation take a name that another change of the batch has freed', async () => {
    const ann = await createUser('ann');
    const [renamed, created] = await Promise.all([
      patchUser(ann.id, { op: 'replace', path: 'userName', value: 'ann.lee' }),
      createUser('ann'),
    ]);
    expect(renamed.id).toBe(ann.id);
    expect(created.id).not.toBe(ann.id);
  });

  it('lets a rename take a name that another change of the batch has freed', async () => {
    const [ann, bob] = [await createUser('ann'), await createUser('bob')];
    const [renamed, taker] = await Promise.all([
      patchUser(ann.id, { op: 'replace', path: 'userName', value: 'ann.lee' }),
      patchUser(bob.id, { op: 'replace', path: 'userName', value: 'ann' }),
    ]);
    expect(renamed.resource['userName']).toBe('ann.lee');
    expect(taker.resource['userName']).toBe('ann');
  });

  it('keeps concurrent changes of two directories apart', async () => {
    const other = await seedDirectory(pool);
    const create = (where: SeededDirectory, userName: string) =>
      changes.submit(where.directoryId, {
        kind: 'create-user',
        resource: parseResource(USER, { userName }),
        caller: {},
      });
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => create(index % 2 === 0 ? directory : other, `user${index}`)),
    );
    const { rows } = await pool.query<{ directory_id: string; user_name: string; sequence: number }>(
      `SELECT u.directory_id, u.user_name, e.sequence FROM users u JOIN events e ON e.resource_id = u.id
       WHERE u.directory_id = ANY($1) ORDER BY e.directory_id, e.sequence`,
      [[directory.directoryId, other.directoryId]],
    );
    for (const row of rows) {
      const even = Number(row.user_name.slice(4)) % 2 === 0;
      expect(row.directory_id).toBe(even ? directory.directoryId : other.directoryId);
    }
    const sequences = rows.filter((row) => row.directory_id === other.directoryId).map((row) => row.sequence);
    expect(sequences).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it('counts users without counting rows', async () => {
    const { id } = await createUser('ann');
    await createUser('bob');
    await removeUser(id);
    const { rows } = await pool.query(
      'SELECT users, user_records, status FROM directory_counters WHERE directory_id = $1',
      [directory.directoryId],
    );
    expect(rows[0]).toEqual({ users: 1, user_records: 2, status: 'COMPLETED' });
  });
});

describe('callers', () => {
  async function holder(): Promise<Caller> {
    const { directoryId, secretId } = directory;
    const { version } = (await loadDirectoryAccess(pool, [directoryId])).get(directoryId)!;
    return { secretId, accessVersion: version };
  }
  const createAs = (caller: Caller) =>
    submit({ kind: 'create-user', resource: parseResource(USER, { userName: 'ann' }), caller });

  it('refuses a secret that was revoked, inside the transaction', async () => {
    const caller = await holder();
    await pool.query('UPDATE directory_secrets SET revoked_at = now() WHERE id = $1', [directory.secretId]);
    await expect(createAs(caller)).rejects.toMatchObject({ code: 'secret_not_live' });
    expect(await kinds()).toEqual([]);
  });

  it.each([
    `UPDATE directories SET ip_allowlist = '{192.0.2.0/24}' WHERE id = $1`,
    `UPDATE directories SET enabled = false WHERE id = $1`,
    `UPDATE directories SET scim_profile = 'interop' WHERE id = $1`,
    `INSERT INTO provisioning_gates (id, organization_id, url, timeout_ms, on_timeout, events, enabled, secret_cipher)
      SELECT 'gate_1', organization_id, 'https://app.example', 2000, 'deny', '{create}', true, '' FROM directories WHERE id = $1`,
  ])('refuses whom the access of before has let in, inside the transaction: %s', async (change) => {
    const caller = await holder();
    await pool.query(change, [directory.directoryId]);
    await expect(createAs(caller)).rejects.toMatchObject({ code: 'access_changed' });
    expect(await kinds()).toEqual([]);
  });

  it('takes whom an access has let in that differs in nothing that lets in', async () => {
    const caller = await holder();
    await pool.query('UPDATE directories SET scim_rate_limit = 700, name = $2 WHERE id = $1', [
      directory.directoryId,
      'x',
    ]);
    await createAs(caller);
    expect(await kinds()).toEqual(['user_created']);
  });

  it('refuses changes of a disabled directory', async () => {
    await pool.query('UPDATE directories SET enabled = false WHERE id = $1', [directory.directoryId]);
    await expect(createUser('ann')).rejects.toMatchObject({ code: 'directory_disabled' });
  });
});

describe('groups', () => {
  it('announces membership as one user_updated per member, with all groups', async () => {
    const [ann, bob] = [await createUser('ann'), await createUser('bob')];
    const group = await createGroup('Engineering', [ann.id, bob.id]);
    expect(await kinds()).toEqual(['user_created', 'user_created', 'group_created', 'user_updated', 'user_updated']);
    const update = (await events())[3]!;
    expect(update.data.groups).toEqual([{ id: group.id, name: 'Engineering', display_name: 'Engineering' }]);
    expect(update.previous_attributes).toEqual({ groups: [] });
  });

  it('adding a member twice announces nothing the second time', async () => {
    const ann = await createUser('ann');
    const group = await createGroup('Engineering', [ann.id]);
    const after = await patchGroup(group.id, { op: 'Add', path: 'members', value: [{ $ref: null, value: ann.id }] });
    expect(await kinds()).toEqual(['user_created', 'group_created', 'user_updated']);
    expect(after.revision).toBe(1);
  });

  it('removing one member by a value array leaves the others (ENTRA-R16)', async () => {
    const [ann, bob] = [await createUser('ann'), await createUser('bob')];
    const group = await createGroup('Engineering', [ann.id, bob.id]);
    await patchGroup(group.id, { op: 'Remove', path: 'members', value: [{ $ref: null, value: ann.id }] });
    expect(await membersOf(group.id)).toEqual([bob.id]);
    expect((await kinds()).slice(5)).toEqual(['user_updated']);
  });

  it('applies several membership operations of one request in order', async () => {
    const [ann, bob, eve] = [await createUser('ann'), await createUser('bob'), await createUser('eve')];
    const group = await createGroup('Engineering', [ann.id]);
    await patchGroup(
      group.id,
      { op: 'remove', path: `members[value eq "${ann.id}"]` },
      { op: 'add', path: 'members', value: [{ value: bob.id }, { value: eve.id }] },
      { op: 'remove', path: `members[value eq "${eve.id}"]` },
    );
    expect(await membersOf(group.id)).toEqual([bob.id]);
    // Eve came and went in one request: nothing to tell.
    expect((await events()).slice(5).map(({ data }) => data.id)).toEqual([ann.id, bob.id].sort());
  });

  it('keeps an unknown member as a reference that joins when the user arrives', async () => {
    const group = await createGroup('Engineering', ['00u-not-yet']);
    const ann = await createUser('ann', { externalId: '00u-not-yet' });
    expect(ann.groups).toEqual([{ id: group.id, name: 'Engineering' }]);
    expect(await membersOf(group.id)).toEqual([ann.id]);
    expect((await events())[1]).toMatchObject({
      type: 'organization.directory.user_created',
      data: { groups: [{ id: group.id }] },
    });
  });

  it('refuses a member of another directory, and stores nothing of the request', async () => {
    const other = await seedDirectory(pool);
    const stranger = userOf(
      await changes.submit(other.directoryId, {
        kind: 'create-user',
        resource: parseResource(USER, { userName: 'stranger' }),
        caller: {},
      }),
    );
    await expect(createGroup('Engineering', [stranger.id])).rejects.toMatchObject({ code: 'foreign_member' });
    const { rows } = await pool.query('SELECT 1 FROM groups WHERE directory_id = $1', [directory.directoryId]);
    expect(rows).toEqual([]);
  });

  it('announces each member when a group is deleted, and a rename not at all to them', async () => {
    const ann = await createUser('ann');
    const group = await createGroup('Engineering', [ann.id]);
    await patchGroup(group.id, { op: 'replace', value: { id: group.id, displayName: 'Platform' } });
    await submit({ kind: 'delete-group', id: group.id, caller: {} });
    expect((await kinds()).slice(3)).toEqual(['group_updated', 'user_updated', 'group_deleted']);
    expect((await events())[4]!.data.groups).toEqual([]);
  });

  it('refuses a duplicate displayName unless both carry different externalIds', async () => {
    await createGroup('Engineering', [], { externalId: 'g1' });
    await expect(createGroup('engineering')).rejects.toMatchObject({ code: 'group_name_taken' });
    await expect(createGroup('Engineering', [], { externalId: 'g1' })).rejects.toMatchObject({
      code: 'group_name_taken',
    });
    await expect(createGroup('Engineering', [], { externalId: 'g2' })).resolves.toBeDefined();
  });

  it('a deleted user loses all memberships, and a deactivated user keeps them', async () => {
    const [ann, bob] = [await createUser('ann'), await createUser('bob')];
    const group = await createGroup('Engineering', [ann.id, bob.id]);
    await patchUser(ann.id, { op: 'replace', path: 'active', value: false });
    await removeUser(bob.id);
    expect(await membersOf(group.id)).toEqual([ann.id]);
  });

  it('announces membership events only while an endpoint names them', async () => {
    const ann = await createUser('ann');
    const group = await createGroup('Engineering');
    await seedEndpoint(pool, 'https://example.com/hook', ['organization.directory.group_member_added']);
    await patchGroup(group.id, { op: 'add', path: 'members', value: [{ value: ann.id }] });
    expect((await kinds()).slice(2)).toEqual(['user_updated', 'group_member_added']);
    const { rows } = await pool.query<{ event_type: string }>('SELECT event_type FROM deliveries');
    expect(rows).toEqual([{ event_type: 'organization.directory.group_member_added' }]);
  });

  it('lets a change of a member follow the change of its group within one batch', async () => {
    const ann = await createUser('ann');
    const group = await createGroup('Engineering');
    await Promise.all([
      createUser('first'),
      patchGroup(group.id, { op: 'add', path: 'members', value: [{ value: ann.id }] }),
      patchUser(ann.id, { op: 'replace', path: 'title', value: 'Architect' }),
    ]);
    const of = (await events()).filter(({ data }) => data.id === ann.id);
    expect(of.map(({ data }) => data.version)).toEqual([1, 2, 3]);
    expect(of[2]!.previous_attributes).toEqual({ title: null });
    expect(of[2]!.data.groups).toMatchObject([{ id: group.id }]);
  });

  it('announces more than 1,000 members in the background, and only once where a change comes first', async () => {
    const people = await Promise.all(Array.from({ length: 1_200 }, (_, index) => createUser(`user${index}`)));
    const ids = people.map(({ id }) => id);
    const group = await createGroup('Everybody', ids);
    expect(rings).toContain(`announce ${directory.directoryId}`);
    expect(await kinds()).toHaveLength(1_201);
    await patchUser(ids[0]!, { op: 'replace', path: 'title', value: 'First' });
    await changes.upkeep(directory.directoryId, { name: 'announce' });
    const updates = (await events()).slice(1_201);
    expect(updates).toHaveLength(1_200);
    expect(updates[0]).toMatchObject({ data: { id: ids[0] }, previous_attributes: { groups: [], title: null } });
    expect(new Set(updates.map(({ data }) => data.id)).size).toBe(1_200);
    expect(updates[700]).toMatchObject({ previous_attributes: { groups: [] }, data: { groups: [{ id: group.id }] } });
  });

  it('membership events tell of a member that arrived and of a member that was deleted', async () => {
    await seedEndpoint(pool, 'https://example.com/hook', [
      'organization.directory.group_member_added',
      'organization.directory.group_member_removed',
    ]);
    const group = await createGroup('Engineering', ['00u-later']);
    const ann = await createUser('ann', { externalId: '00u-later' });
    await removeUser(ann.id);
    const of = (await events()).filter(({ type }) => type.includes('group_member'));
    expect(of.map(({ type, data }) => [type.split('_').at(-1), data.id])).toEqual([
      ['added', group.id],
      ['removed', group.id],
    ]);
  });

  it.each([
    ['alone', 0],
    ['in a batch with others', 3],
  ])('a pending member joins when somebody who is there gets the externalId, %s', async (_how, others) => {
    const [ann, bob] = [await createUser('ann'), await createUser('bob', { externalId: '00u-other' })];
    const group = await createGroup('Engineering', ['00u-later']);
    const [after] = await Promise.all([
      patchUser(ann.id, { op: 'add', path: 'externalId', value: '00u-later' }),
      ...Array.from({ length: others }, (_, index) => createUser(`other${index}`)),
    ]);
    expect(after.groups).toMatchObject([{ id: group.id }]);
    expect(await membersOf(group.id)).toEqual([ann.id]);
    const updated = (await events()).find(({ type }) => type.endsWith('user_updated'))!;
    expect(updated).toMatchObject({
      data: { id: ann.id, groups: [{ id: group.id }] },
      previous_attributes: { groups: [] },
    });
    // The reference is used up: who gets the name after her gets nothing with it.
    await patchUser(bob.id, { op: 'replace', path: 'externalId', value: '00u-later' });
    expect(await membersOf(group.id)).toEqual([ann.id]);
  });

  it('an update that gives nobody another externalId asks for no reference', async () => {
    const ann = await createUser('ann', { externalId: '00u-ann' });
    const query = vi.spyOn(Client.prototype, 'query');
    await patchUser(ann.id, { op: 'replace', path: 'title', value: 'Architect' });
    const texts = query.mock.calls.map(([given]) =>
      typeof given === 'string' ? given : (given as { text: string }).text,
    );
    expect(texts.filter((text) => text.includes('group_references'))).toEqual([]);
    query.mockRestore();
  });

  it('joins a user who arrives in the same batch as the group that waits', async () => {
    const [group, ann] = await Promise.all([
      createGroup('Engineering', ['00u-same']),
      createUser('ann', { externalId: '00u-same' }),
      createUser('bob'),
    ]);
    expect(await membersOf(group.id)).toEqual([ann.id]);
  });

  async function membersOf(groupId: string): Promise<string[]> {
    const { rows } = await pool.query<{ user_id: string }>(
      'SELECT user_id FROM group_members WHERE group_id = $1 ORDER BY user_id',
      [groupId],
    );
    return rows.map(({ user_id }) => user_id);
  }
});

describe('deliveries', () => {
  it('a change writes one delivery per matching endpoint, a leaver in the deprovisioning lane, and rings the doorbell', async () => {
    const everything = await seedEndpoint(pool, 'https://example.com/all');
    await seedEndpoint(pool, 'https://example.com/groups', ['organization.directory.group_created']);
    const { id } = await createUser('ann');
    await patchUser(id, { op: 'replace', path: 'active', value: false });
    const { rows } = await pool.query<{ endpoint_id: string; lane: number; event_type: string; state: string }>(
      'SELECT endpoint_id, lane, event_type, state FROM all_deliveries ORDER BY id',
    );
    expect(rows).toEqual([
      // The leaver overtakes: the creation that never went out is superseded (docs/webhooks.md).
      { endpoint_id: everything, lane: 0, event_type: 'organization.directory.user_created', state: 'superseded' },
      { endpoint_id: everything, lane: 1, event_type: 'organization.directory.user_deleted', state: 'pending' },
    ]);
    expect(rings).toEqual([`0 ${everything}`, `1 ${everything}`]);
  });

  it('a plain update supersedes earlier failed plain updates, and hastens what failed otherwise', async () => {
    await seedEndpoint(pool, 'https://example.com/all');
    const { id } = await createUser('ann', { title: 'one' });
    await patchUser(id, { op: 'replace', path: 'title', value: 'two' });
    await pool.query(
      `UPDATE deliveries SET state = 'retrying', attempts = 1, step = 1, next_attempt_at = now() + interval '1 hour'`,
    );
    await patchUser(id, { op: 'replace', path: 'title', value: 'three' });
    const { rows } = await pool.query<{ state: string; due: boolean }>(
      `SELECT state, next_attempt_at <= now() AS due FROM all_deliveries ORDER BY id`,
    );
    expect(rows).toEqual([
      { state: 'retrying', due: true },
      { state: 'superseded', due: null },
      { state: 'pending', due: true },
    ]);
  });
});
