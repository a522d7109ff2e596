import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangePage, type Connector } from '#connectors';
import { MemorySource, type MemoryPerson, userOf } from '../connectors/memory-source.js';
import { SyncScene } from './sync-scene.js';

const PEOPLE: MemoryPerson[] = Array.from({ length: 30 }, (_, index) => ({
  id: `p${index}`,
  userName: `person${index}@acme.com`,
}));

let scene: SyncScene;
let source: MemorySource;
/** What the source tells as changes since any mark. */
let changes: ChangePage[];

beforeAll(async () => {
  scene = await SyncScene.start();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.begin();
  source = new MemorySource();
  source.add(...PEOPLE);
  changes = [];
  scene.connect = (): Connector => ({
    ...source.connector(),
    mark: () => Promise.resolve('mark'),
    async *changes() {
      for (const page of changes) yield await Promise.resolve(page);
      return 'mark';
    },
  });
});
afterEach(() => scene.end());

it('approves changes that would let many leave: those leave who are still absent or inactive', async () => {
  await scene.sync();
  const gone = PEOPLE.slice(0, 15).map(({ id }) => id);
  for (const id of gone) source.people.delete(id);
  changes = [{ users: [], gone }];
  const review = await scene.sync('schedule');
  expect(review).toMatchObject({ state: 'needs_review', review: { would_deactivate: 15 } });
  source.add(PEOPLE[0]!);
  await scene.history.approve(scene.directory, review.id, null);
  expect(await scene.over(review.id)).toMatchObject({ state: 'succeeded', deactivated: 14 });
  expect(await scene.present()).toHaveLength(16);
});

it('a sync that was to start later starts at once when somebody asks for a sync', async () => {
  for (let notice = 0; notice < 2; notice += 1) {
    await scene.queue.nudge(scene.directory);
    if (notice === 0) await scene.sync();
  }
  const { rows } = await scene.pool.query<{ id: string }>(
    `SELECT id FROM syncs WHERE directory_id = $1 AND state = 'queued' AND run_after > now()`,
    [scene.directory],
  );
  expect(rows).toHaveLength(1);
  expect(await scene.ask()).toBe(rows[0]!.id);
  expect(await scene.over(rows[0]!.id)).toMatchObject({ state: 'succeeded' });
});

describe('a date of departure', () => {
  const policy = { departure: 'graceful', departure_attribute: 'title' };
  const dated = (title: string, people = PEOPLE) => source.add(...people.map((one) => ({ ...one, title })));
  const active = async (): Promise<number> => {
    const { rows } = await scene.pool.query<{ active: number }>(
      'SELECT count(*)::int AS active FROM users WHERE directory_id = $1 AND active',
      [scene.directory],
    );
    return rows[0]!.active;
  };
  const setPolicy = () =>
    scene.pool.query('UPDATE directories SET policy = $2 WHERE id = $1', [scene.directory, JSON.stringify(policy)]);

  beforeEach(async () => {
    await setPolicy();
    dated('2099-01-01');
    expect(await scene.sync()).toMatchObject({ created: 30 });
  });

  it.each(['in a whole listing', 'among changes'])('that many leave by %s waits for a review', async (how) => {
    dated('2020-01-01', PEOPLE.slice(0, 15));
    changes = [{ users: PEOPLE.slice(0, 15).map((one) => userOf({ ...one, title: '2020-01-01' })), gone: [] }];
    const review = await scene.sync(how === 'among changes' ? 'schedule' : 'manual');
    expect(review).toMatchObject({ state: 'needs_review', deactivated: 0, review: { would_deactivate: 15, of: 30 } });
    expect(await active()).toBe(30);
    // Nobody leaves by a date meanwhile; a date that is still to come is nobody's departure.
    dated('2020-01-01', PEOPLE.slice(15, 18));
    dated('2098-01-01', PEOPLE.slice(18, 21));
    expect(await scene.sync()).toMatchObject({ state: 'succeeded', deactivated: 0, updated: 3, skipped: 18 });
    expect(await active()).toBe(30);
    // Those leave who were shown, and still would.
    dated('2099-01-01', PEOPLE.slice(0, 1));
    await scene.history.approve(scene.directory, review.id, null);
    expect(await scene.over(review.id)).toMatchObject({ state: 'succeeded', deactivated: 14, skipped: 3 });
    expect(await active()).toBe(16);
  });

  it('that a few leave by is counted, and so are those who come back by a later one', async () => {
    dated('2020-01-01', PEOPLE.slice(0, 3));
    const left = await scene.sync();
    expect(left).toMatchObject({ state: 'succeeded', deactivated: 3, updated: 0 });
    expect(await active()).toBe(27);
    dated('n/a', PEOPLE.slice(0, 3));
    expect(await scene.sync()).toMatchObject({ deactivated: 0, updated: 3, reactivated: 0 });
    expect(await active()).toBe(27);
    dated('2099-01-01', PEOPLE.slice(0, 3));
    expect(await scene.sync()).toMatchObject({ updated: 0, reactivated: 3 });
    expect(await active()).toBe(30);
  });

  it('that moves while somebody leaves brings nobody in unasked', async () => {
    await scene.stop();
    const asked: (string | null)[] = [];
    scene.admission = {
      denialsOf: (_directory, arrivals) => {
        asked.push(...arrivals.map(({ userId }) => userId));
        return Promise.resolve(
          arrivals.map(({ resource }) => (resource['externalId'] === 'p0' ? 'no seats' : undefined)),
        );
      },
    };
    dated('2098-01-01', PEOPLE.slice(0, 3));
    scene.beforeChange = async (number) => {
      // Compared, and not yet written.
      if (number > 1) return;
      await scene.pool.query(
        `UPDATE users SET active = false, resource = resource || '{"title": "2020-01-01"}'
          WHERE directory_id = $1 AND external_id = ANY ('{p0,p1}')`,
        [scene.directory],
      );
    };
    expect(await scene.sync()).toMatchObject({ state: 'succeeded', updated: 1, reactivated: 1, skipped: 1 });
    expect(asked).toHaveLength(2);
    expect(await active()).toBe(29);
  });
});

describe('a file', () => {
  const upload = async (people: MemoryPerson[], apply: boolean): Promise<string> => {
    const fill = (staging: { users(users: never[]): Promise<void> }) =>
      staging.users(
        people.map((one) => {
          const { resource, references = [] } = userOf(one);
          return { externalId: one.id, resource, references, manager: null, groups: null, absent: [] };
        }) as never[],
      );
    return (await scene.history.upload(scene.directory, { leaves: true, apply, listsGroups: false }, fill)).id;
  };

  beforeEach(async () => {
    scene.worker();
    expect(await scene.over(await upload(PEOPLE, true))).toMatchObject({ state: 'succeeded', created: 30 });
  });

  it('that would let many leave waits with its people, and does what was approved', async () => {
    const id = await upload([...PEOPLE.slice(0, 5), { id: 'new', userName: 'new@acme.com' }], true);
    expect(await scene.over(id)).toMatchObject({ state: 'needs_review', review: { would_deactivate: 25 } });
    await scene.queue.forget();
    expect(await scene.history.approve(scene.directory, id, null)).not.toBe('stale');
    expect(await scene.history.approve(scene.directory, id, null)).toBe('stale');
    expect(await scene.over(id)).toMatchObject({ state: 'succeeded', deactivated: 25, created: 1 });
    expect(await scene.present()).toEqual(['new', 'p0', 'p1', 'p2', 'p3', 'p4']);
  });

  it('whose application was canceled can be applied again', async () => {
    const checked = await upload([...PEOPLE, { id: 'new', userName: 'new@acme.com' }], false);
    await scene.over(checked);
    await scene.stop();
    const first = await scene.history.apply(scene.directory, checked);
    if (first === 'stale') throw new Error('the file was refused');
    const work = (await scene.queue.claim())!;
    expect(work.id).toBe(first.id);
    await scene.history.cancel(scene.directory, first.id);
    await scene.store().cancel(work);
    expect(await scene.find(first.id)).toMatchObject({ state: 'canceled' });
    const second = await scene.history.apply(scene.directory, checked);
    if (second === 'stale') throw new Error('the file was refused');
    scene.worker();
    expect(await scene.over(second.id)).toMatchObject({ state: 'succeeded', created: 1, deactivated: 0 });
  });

  it('that nobody applies is deleted after a day; a file that waits for review is kept', async () => {
    const waiting = await upload([PEOPLE[0]!], true);
    await scene.over(waiting);
    const checked = await upload(PEOPLE.slice(0, 29), false);
    await scene.over(checked);
    await scene.pool.query(`UPDATE syncs SET finished_at = now() - interval '2 days' WHERE directory_id = $1`, [
      scene.directory,
    ]);
    await scene.queue.forget();
    const { rows } = await scene.pool.query<{ id: string }>(
      'SELECT DISTINCT sync_id AS id FROM sync_users WHERE sync_id = ANY($1)',
      [[waiting, checked]],
    );
    expect(rows).toEqual([{ id: waiting }]);
    expect(await scene.history.apply(scene.directory, checked)).toBe('stale');
  });
});

describe('somebody of whom the source no longer shows the groups', () => {
  const put = (id: string, groups: string[], absent: string[] = []) =>
    source.add({ ...PEOPLE.find((one) => one.id === id)!, groups, absent });

  beforeEach(async () => {
    for (const { id } of PEOPLE) put(id, []);
    for (const id of ['p1', 'p2']) put(id, ['Research']);
    for (const id of ['p3', 'p4']) put(id, ['Sales']);
    expect(await scene.sync()).toMatchObject({ groups_created: 2, memberships_added: 4 });
  });

  it('stays in the hidden groups, also where nobody else is left in them, until the source shows them again', async () => {
    put('p1', [], ['groups']);
    put('p2', ['Sales']);
    put('p3', [], ['groups']);
    put('p4', []);
    expect(await scene.sync()).toMatchObject({ groups_deleted: 0, memberships_added: 1, memberships_removed: 2 });
    expect([await scene.membersOf('Research'), await scene.membersOf('Sales')]).toEqual([['p1'], ['p2', 'p3']]);
    expect(await scene.sync()).toMatchObject({ memberships_added: 0, memberships_removed: 0, unchanged: 30 });
    put('p1', []);
    put('p3', []);
    expect(await scene.sync()).toMatchObject({ groups_deleted: 1, memberships_removed: 1 });
    expect(await scene.membersOf('Sales')).toEqual(['p2']);
  });

  it('asks for no review where the groups of the others are empty', async () => {
    for (const id of ['p1', 'p3']) put(id, [], ['groups']);
    for (const id of ['p2', 'p4']) put(id, []);
    expect(await scene.sync()).toMatchObject({ state: 'succeeded', groups_deleted: 0, memberships_removed: 2 });
    expect([await scene.membersOf('Research'), await scene.membersOf('Sales')]).toEqual([['p1'], ['p3']]);
  });
});
