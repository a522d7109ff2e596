import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Change, DirectoryChanges, type GroupRecord, type UserRecord } from '#directory';
import { createPool, PostgresDirectoryTransactions } from '#persistence';
import { type MemberOperation } from '#scim';
import { Random } from '../chaos/random.js';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { CLEAR } from '../support/seed-deliveries.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

const ADDED = 'organization.directory.group_member_added';
const REMOVED = 'organization.directory.group_member_removed';

let database: TestDatabase;
let pool: Pool;
let changes: DirectoryChanges;
let directory: SeededDirectory;
let subscriber: Subscriber;

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
  changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring: () => {}, announce: () => {} });
  directory = await seedDirectory(pool);
  subscriber = new Subscriber();
});

const submit = <C extends Change>(change: C) => changes.submit(directory.directoryId, change);
const createUser = async (userName: string, more: object = {}): Promise<UserRecord> =>
  (await submit({ kind: 'create-user', resource: { userName, ...more }, caller: {} })).user;
const setUser = (id: string, values: object) =>
  submit({ kind: 'update-user', id, change: (now) => ({ ...now, ...values }), caller: {} });
const createGroup = async (displayName: string, members: string[] = []): Promise<GroupRecord> =>
  (await submit({ kind: 'create-group', resource: { displayName }, members, caller: {} })).group;
const setMembers = (id: string, ...members: MemberOperation[]) =>
  submit({ kind: 'update-group', id, change: (now) => now, members, caller: {} });
const erase = (...userIds: string[]) =>
  changes.upkeep(directory.directoryId, { name: 'erase', userIds, reason: 'deleted' });
const announceDeferred = () => changes.upkeep(directory.directoryId, { name: 'announce' });

interface MemberEvent {
  type: string;
  sequence: number;
  data: { id: string; version: number; display_name: string; user: { id: string; email: string | null } };
}

/** An application that knows memberships by these events alone. */
class Subscriber {
  /** As `user group`. */
  readonly memberships = new Set<string>();
  private last = 0;

  /** @returns how many events came */
  async catchUp(): Promise<MemberEvent[]> {
    const { rows } = await pool.query<{ body: string }>(
      'SELECT body FROM events WHERE directory_id = $1 AND sequence > $2 AND type = ANY($3) ORDER BY sequence',
      [directory.directoryId, this.last, [ADDED, REMOVED]],
    );
    const events = rows.map(({ body }) => JSON.parse(body) as MemberEvent);
    for (const { type, sequence, data } of events) {
      const membership = `${data.user.id} ${data.id}`;
      // Nothing is said twice.
      expect(this.memberships.has(membership)).toBe(type === REMOVED);
      if (type === ADDED) this.memberships.add(membership);
      else this.memberships.delete(membership);
      this.last = sequence;
    }
    return events;
  }

  of(userId: string): string[] {
    return [...this.memberships].filter((membership) => membership.startsWith(userId)).sort();
  }
}

/** Of everybody who is active. */
async function storedMemberships(): Promise<string[]> {
  const { rows } = await pool.query<{ membership: string }>(
    `SELECT m.user_id || ' ' || m.group_id AS membership FROM group_members m JOIN users u ON u.id = m.user_id
      WHERE u.directory_id = $1 AND u.active ORDER BY 1`,
    [directory.directoryId],
  );
  return rows.map(({ membership }) => membership);
}

async function idsOf(condition: string): Promise<string[]> {
  const sql = `SELECT id FROM users WHERE directory_id = $1 AND ${condition} ORDER BY id`;
  return (await pool.query<{ id: string }>(sql, [directory.directoryId])).rows.map(({ id }) => id);
}

const subscribe = () => seedEndpoint(pool, 'https://example.com/members', [ADDED, REMOVED]);

it('whoever was inactive meanwhile is announced as a member at the activation', async () => {
  await subscribe();
  const [ann, eve] = [await createUser('ann'), await createUser('eve', { active: false })];
  const [left, joined] = [await createGroup('Left', [ann.id]), await createGroup('Joined', [eve.id])];
  await subscriber.catchUp();
  await setUser(ann.id, { active: false });
  await setMembers(left.id, { kind: 'remove', values: [ann.id] });
  await setMembers(joined.id, { kind: 'add', values: [ann.id] });
  expect(await subscriber.catchUp()).toEqual([]);
  await setUser(ann.id, { active: true });
  await setUser(eve.id, { active: true });
  const events = await subscriber.catchUp();
  expect(events.map(({ type, data }) => [type, data.user.id, data.display_name])).toEqual([
    [REMOVED, ann.id, 'Left'],
    [ADDED, ann.id, 'Joined'],
    [ADDED, eve.id, 'Joined'],
  ]);
});

it('a member of a group that was deleted meanwhile is announced as gone, under a version that is not stale', async () => {
  await subscribe();
  const ann = await createUser('ann');
  const group = await createGroup('Shortlived', [ann.id]);
  await setUser(ann.id, { active: false });
  const { version } = (
    await submit({
      kind: 'update-group',
      id: group.id,
      change: () => ({ displayName: 'Renamed' }),
      members: [],
      caller: {},
    })
  ).group;
  await submit({ kind: 'delete-group', id: group.id, caller: {} });
  await setUser(ann.id, { active: true });
  const [, removed] = await subscriber.catchUp();
  expect(removed).toMatchObject({
    type: REMOVED,
    data: { id: group.id, display_name: 'Renamed', version: version + 1 },
  });
});

it('under a policy of updates, the reactivation says which groups the user was in before', async () => {
  const policy = JSON.stringify({ on_deactivate: 'update_event' });
  await pool.query('UPDATE directories SET policy = $2 WHERE id = $1', [directory.directoryId, policy]);
  const ann = await createUser('ann');
  const group = await createGroup('Engineering', [ann.id]);
  await setUser(ann.id, { active: false });
  await setMembers(group.id, { kind: 'clear' });
  await setUser(ann.id, { active: true });
  const { rows } = await pool.query<{ body: string }>(
    'SELECT body FROM events WHERE directory_id = $1 ORDER BY sequence DESC LIMIT 1',
    [directory.directoryId],
  );
  expect(JSON.parse(rows[0]!.body)).toMatchObject({
    type: 'organization.directory.user_updated',
    data: { groups: [] },
    previous_attributes: { active: false, groups: [{ id: group.id }] },
  });
});

it('an erasure ends the memberships, and names nobody', async () => {
  await subscribe();
  const [ann, eve] = [await createUser('ann'), await createUser('eve')];
  const group = await createGroup('Engineering', [ann.id, eve.id]);
  await setUser(eve.id, { active: false });
  await subscriber.catchUp();
  await erase(ann.id, eve.id);
  const events = await subscriber.catchUp();
  expect(events.map(({ type, data }) => [type, data.id, data.user])).toEqual(
    [ann.id, eve.id].sort().map((id) => [REMOVED, group.id, { id, email: null, name: null }]),
  );
});

it.each(['deactivate', 'erase'] as const)('a directory that is deleted (%s) ends every membership', async (users) => {
  await subscribe();
  const [ann, eve] = [await createUser('ann'), await createUser('eve')];
  await createGroup('Engineering', [ann.id, eve.id]);
  await setUser(eve.id, { active: false });
  await subscriber.catchUp();
  expect(subscriber.memberships.size).toBe(2);
  let result = await changes.applyAlone(directory.directoryId, { kind: 'delete-directory', users, caller: {} });
  while (!result.done) {
    const change = { kind: 'delete-directory', users, progress: result, caller: {} } as const;
    result = await changes.applyAlone(directory.directoryId, change);
  }
  await subscriber.catchUp();
  expect([...subscriber.memberships]).toEqual([]);
});

it('more than 1,000 members at once are announced one by one, also of a group that is gone', async () => {
  await subscribe();
  const people = await Promise.all(Array.from({ length: 1_002 }, (_, index) => createUser(`user${index}`)));
  const ids = people.map(({ id }) => id);
  const group = await createGroup('Everybody', ids);
  // Said with a change that comes first, and not once more.
  await setUser(ids[0]!, { title: 'First' });
  expect(await subscriber.catchUp()).toHaveLength(1);
  await setUser(ids[1]!, { active: false });
  await announceDeferred();
  await subscriber.catchUp();
  expect(subscriber.memberships.size).toBe(1_002);
  await submit({ kind: 'delete-group', id: group.id, caller: {} });
  await announceDeferred();
  await subscriber.catchUp();
  expect([...subscriber.memberships]).toEqual([`${ids[1]} ${group.id}`]);
  const pending = 'SELECT FROM pending_announcements WHERE directory_id = $1';
  expect((await pool.query(pending, [directory.directoryId])).rowCount).toBe(0);
  await setUser(ids[1]!, { active: true });
  await subscriber.catchUp();
  expect([...subscriber.memberships]).toEqual([]);
});

it('an endpoint that does not name them costs no event', async () => {
  await seedEndpoint(pool, 'https://example.com/all');
  const ann = await createUser('ann', { active: false });
  await createGroup('Engineering', [ann.id]);
  await setUser(ann.id, { active: true });
  expect(await subscriber.catchUp()).toEqual([]);
});

it.each([1, 2, 3, 4])('a subscriber has the memberships of all who are active, whatever happens (%i)', async (seed) => {
  await subscribe();
  const random = new Random(seed);
  const groups: string[] = [];
  let made = 0;
  const name = () => `n${++made}`;
  const reference = () => `e${random.between(1, 12)}`;
  const someGroup = () => (groups.length > 0 ? random.pick(groups) : undefined);
  const some = async (condition: string) => {
    const ids = await idsOf(condition);
    return ids.length > 0 ? random.pick(ids) : undefined;
  };
  const present = 'deleted_at IS NULL';
  const steps: (() => Promise<unknown>)[] = [
    () => createUser(name(), { active: random.chance(0.5), externalId: reference() }),
    async () => groups.push((await createGroup(name(), [reference(), reference()])).id),
    async () => {
      const [group, user] = [someGroup(), await some(present)];
      const kind = random.pick(['add', 'add', 'remove', 'replace'] as const);
      if (group !== undefined && user !== undefined) await setMembers(group, { kind, values: [user, reference()] });
    },
    async () => {
      const [user, group] = [await some(present), someGroup()];
      // Changes of one batch.
      if (user === undefined || group === undefined) return;
      await Promise.all([
        setUser(user, { active: random.chance(0.5) }),
        setMembers(group, { kind: random.pick(['add', 'remove'] as const), values: [user] }),
        setUser(user, { active: random.chance(0.5) }),
      ]);
    },
    async () => {
      const user = await some(present);
      if (user !== undefined) await setUser(user, { active: random.chance(0.5), externalId: reference() });
    },
    async () => {
      const user = await some(present);
      if (user !== undefined && random.chance(0.4)) await submit({ kind: 'delete-user', id: user, caller: {} });
    },
    async () => {
      const user = await some('erased_at IS NULL');
      if (user !== undefined && random.chance(0.2)) await erase(user);
    },
    async () => {
      const group = someGroup();
      if (group === undefined || !random.chance(0.3)) return;
      groups.splice(groups.indexOf(group), 1);
      await submit({ kind: 'delete-group', id: group, caller: {} });
    },
  ];
  for (let step = 0; step < 120; step++) {
    await random.pick(steps)();
    await subscriber.catchUp();
    const active = await idsOf('active');
    expect(active.flatMap((id) => subscriber.of(id)).sort()).toEqual(await storedMemberships());
    const waiting = `EXISTS (SELECT FROM group_references r WHERE r.value IN (users.id, users.external_id)
      AND r.directory_id = users.directory_id)`;
    expect(await idsOf(`deleted_at IS NULL AND ${waiting}`)).toEqual([]);
    const gone = await idsOf('deleted_at IS NOT NULL');
    expect(gone.flatMap((id) => subscriber.of(id))).toEqual([]);
  }
});
