import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Pool } from 'pg';
import { Reconciler } from '#connectors';
import { DirectoryChanges, newId } from '#directory';
import {
  createPool,
  PostgresDirectoryTransactions,
  PostgresSyncStore,
  type StoredConnection,
  SyncHistory,
  SyncQueue,
  type SyncView,
} from '#persistence';
import { SyncPass } from '../../apps/worker/src/sync/sync-pass.js';
import { incomplete, MemorySource } from '../connectors/memory-source.js';
import { createDatabase, type TestDatabase, until } from '../support/index.js';

const PEOPLE = Array.from({ length: 30 }, (_, index) => ({ id: `p${index}`, userName: `person${index}@acme.com` }));

describe('what every source can rely on', () => {
  let database: TestDatabase;
  let pool: Pool;
  let source: MemorySource;
  let directory: string;
  let passes: SyncPass[];
  let queue: SyncQueue;
  let history: SyncHistory;

  beforeAll(async () => {
    database = await createDatabase();
    pool = createPool(database.url, { max: 6, name: 'test' });
    queue = new SyncQueue(pool);
    history = new SyncHistory(pool);
    await pool.query(`INSERT INTO organizations (id, display_name, region_code) VALUES ('org_1', 'Acme', 'us')`);
  });

  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  beforeEach(async () => {
    source = new MemorySource();
    passes = [];
    directory = newId('dir');
    await pool.query(
      `WITH d AS (INSERT INTO directories (id, organization_id, directory_type, directory_provider) VALUES ($1, 'org_1', 'POLL', 'GOOGLE')),
        c AS (INSERT INTO directory_counters (directory_id) VALUES ($1))
        INSERT INTO connections (directory_id, notification_token) VALUES ($1, 'token')`,
      [directory],
    );
  });

  afterEach(async () => {
    await Promise.all(passes.map((pass) => pass.stop()));
    await pool.query('UPDATE directories SET deleted_at = now() WHERE id = $1', [directory]);
  });

  function worker(): SyncPass {
    const changes = new DirectoryChanges(new PostgresDirectoryTransactions(pool), { ring() {}, announce() {} });
    const connection = { directoryId: directory, mark: null, fullAt: null } as StoredConnection;
    const pass = new SyncPass({
      queue,
      connections: { find: () => Promise.resolve(connection) },
      connect: () => source.connector(),
      reconciler: new Reconciler(new PostgresSyncStore(pool), changes),
      onError: (error) => {
        throw error;
      },
    });
    passes.push(pass);
    pass.start();
    return pass;
  }

  const over = (id: string): Promise<SyncView> =>
    until(async () => {
      const sync = (await history.find(directory, id))!;
      if (sync.state === 'queued' || sync.state === 'running') throw new Error(`${sync.state} ${sync.progress.phase}`);
      return sync;
    }, 60_000);

  async function sync(): Promise<SyncView> {
    if (passes.length === 0) worker();
    const { id } = await queue.ask(directory, 'manual');
    for (const pass of passes) pass.wake();
    return await over(id);
  }

  const events = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ type: string }>(
      'SELECT type FROM events WHERE directory_id = $1 ORDER BY sequence',
      [directory],
    );
    return rows.map(({ type }) => type.split('.').at(-1)!);
  };

  const rows = async (): Promise<Record<string, unknown>[]> =>
    (
      await pool.query('SELECT *, xmin::text AS written FROM users WHERE directory_id = $1 ORDER BY external_id', [
        directory,
      ])
    ).rows;

  const membersOf = async (group: string): Promise<string[]> => {
    const { rows: found } = await pool.query<{ external_id: string }>(
      `SELECT u.external_id FROM group_members m JOIN users u ON u.id = m.user_id JOIN groups g ON g.id = m.group_id
        WHERE g.directory_id = $1 AND g.external_id = $2 ORDER BY 1`,
      [directory, group],
    );
    return found.map(({ external_id }) => external_id);
  };

  it('writes no user row and announces nothing where nothing has changed', async () => {
    source.add(...PEOPLE);
    source.groups.set('g', { name: 'All', members: PEOPLE.map(({ id }) => id) });
    expect(await sync()).toMatchObject({ state: 'succeeded', created: 30, memberships_added: 30 });
    const [before, said] = [await rows(), await events()];
    expect(said.filter((type) => type === 'user_created')).toHaveLength(30);
    expect(said).not.toContain('user_updated');
    expect(await sync()).toMatchObject({ state: 'succeeded', unchanged: 30, created: 0, memberships_added: 0 });
    expect([await rows(), await events()]).toEqual([before, said]);
  });

  it('lets nobody leave where a later page failed, and lists from the beginning the next time', async () => {
    source.add(...PEOPLE);
    source.pageSize = 10;
    await sync();
    source.people.delete('p3');
    source.failure = { page: 1, error: incomplete() };
    expect(await sync()).toMatchObject({ state: 'failed', error: { code: 'incomplete_listing' }, deactivated: 0 });
    expect((await rows()).every(({ active }) => active)).toBe(true);
    source.failure = undefined;
    expect(await sync()).toMatchObject({ state: 'succeeded', deactivated: 1 });
  });

  it('brings a leaver back under the same id, with the groups of the source', async () => {
    source.add(...PEOPLE);
    source.groups.set('g', { name: 'Some', members: ['p1', 'p2'] });
    await sync();
    const id = (await rows()).find(({ external_id }) => external_id === 'p1')!['id'];
    source.people.delete('p1');
    await sync();
    expect(await membersOf('g')).toEqual(['p2']);
    source.add(PEOPLE[1]!);
    expect(await sync()).toMatchObject({ reactivated: 1 });
    expect((await rows()).find(({ external_id }) => external_id === 'p1')).toMatchObject({ id, active: true });
    expect(await membersOf('g')).toEqual(['p1', 'p2']);
  });

  it('follows nested groups once, however they circle, and passes over members whom nobody knows', async () => {
    source.add(...PEOPLE);
    source.groups.set('a', { name: 'A', members: ['p1'], nested: ['b'] });
    source.groups.set('b', { name: 'B', members: ['person2@acme.com', 'stranger@example.com'], nested: ['a'] });
    const { warnings, state } = await sync();
    expect(state).toBe('succeeded');
    expect([await membersOf('a'), await membersOf('b')]).toEqual([
      ['p1', 'p2'],
      ['p1', 'p2'],
    ]);
    expect(warnings).toMatchObject([{ code: 'member_unknown', count: 1, examples: ['stranger@example.com'] }]);
  });

  it('lets two people swap their names, and keeps the first of two who have the same', async () => {
    source.add(...PEOPLE);
    await sync();
    source.add({ ...PEOPLE[1]!, userName: PEOPLE[2]!.userName }, { ...PEOPLE[2]!, userName: 'free@acme.com' });
    expect(await sync()).toMatchObject({ updated: 2, skipped: 0 });
    source.add({ id: 'twin', userName: PEOPLE[5]!.userName });
    const said = await events();
    for (let round = 0; round < 2; round += 1) {
      const { state, created, skipped, warnings } = await sync();
      expect({ state, created, skipped }).toEqual({ state: 'succeeded', created: 0, skipped: 1 });
      expect(warnings).toMatchObject([{ code: 'user_name_taken', examples: [PEOPLE[5]!.userName] }]);
    }
    expect(await events()).toEqual(said);
  });

  it.each([
    ['nobody is listed', () => source.people.clear()],
    [
      'more than a fifth and more than ten are missing',
      () => PEOPLE.slice(0, 11).forEach(({ id }) => source.people.delete(id)),
    ],
    [
      'more than a fifth and more than ten are inactive',
      () => PEOPLE.slice(0, 11).forEach((one) => source.add({ ...one, active: false })),
    ],
    ['no group is listed', () => source.groups.clear()],
  ])('waits for review where %s', async (_what, change) => {
    source.add(...PEOPLE);
    source.groups.set('g', { name: 'Some', members: ['p1'] });
    await sync();
    const said = await events();
    change();
    expect(await sync()).toMatchObject({ state: 'needs_review', deactivated: 0, groups_deleted: 0 });
    expect([await events(), await membersOf('g')]).toEqual([said, ['p1']]);
  });

  it('lets ten of thirty leave without a question', async () => {
    source.add(...PEOPLE);
    await sync();
    PEOPLE.slice(0, 10).forEach(({ id }) => source.people.delete(id));
    expect(await sync()).toMatchObject({ state: 'succeeded', deactivated: 10 });
  });

  it.each([
    ['goes on in another process where the first one fell silent', false],
    ['begins again in another process where the source has forgotten how far the first one was', true],
  ])('%s', async (_what, forgets) => {
    source.add(...PEOPLE);
    source.pageSize = 10;
    let reached!: () => void;
    const inTheMiddle = new Promise<void>((resolve) => (reached = resolve));
    let thaw!: () => void;
    const frozen = new Promise<void>((resolve) => (thaw = resolve));
    source.gate = (page) => (page === 2 ? (reached(), frozen) : Promise.resolve());
    const killed = worker();
    passes = [];
    const { id } = await queue.ask(directory, 'manual');
    killed.wake();
    await inTheMiddle;
    // Earlier pages may still be on their way into the tables.
    await until(async () => expect((await history.find(directory, id))!.progress.seen).toBe(20));
    source.gate = () => Promise.resolve();
    source.forgetsPositions = forgets;
    // As if its process had been killed: nobody renews the lease.
    await pool.query(`UPDATE syncs SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
    worker();
    expect(await over(id)).toMatchObject({ id, state: 'succeeded', created: 30 });
    expect(source.pages).toBe(forgets ? 5 : 3);
    // It wakes up, and finds that the sync is another's.
    thaw();
    await killed.stop();
    expect((await events()).filter((type) => type === 'user_created')).toHaveLength(30);
  });

  it('is canceled in the middle, and answers a second call with the sync that runs', async () => {
    source.add(...PEOPLE);
    let release!: () => void;
    let reached!: () => void;
    const inTheMiddle = new Promise<void>((resolve) => (reached = resolve));
    source.gate = () => (reached(), new Promise((resolve) => (release = resolve)));
    worker();
    const { id } = await queue.ask(directory, 'manual');
    passes[0]!.wake();
    await inTheMiddle;
    expect((await queue.ask(directory, 'schedule')).id).toBe(id);
    await history.cancel(directory, id);
    release();
    expect(await over(id)).toMatchObject({ state: 'canceled' });
    expect(await rows()).toEqual([]);
  });
});
