import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChangePage, type Connector, CONNECTORS, ConnectorRegistry } from '#connectors';
import { plainPorts } from '../connectors/plain-ports.js';
import { MemorySource, userOf } from '../connectors/memory-source.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adGroup, adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { until } from '../support/index.js';
import { SyncScene } from './sync-scene.js';

const PEOPLE = Array.from({ length: 30 }, (_, index) => ({ id: `p${index}`, userName: `person${index}@acme.com` }));

let scene: SyncScene;
let source: MemorySource;
/** The changes that the source tells since any mark, and the mark after them. */
let changes: { pages: ChangePage[]; mark: string };

beforeAll(async () => {
  scene = await SyncScene.start();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.begin();
  source = new MemorySource();
  source.add(...PEOPLE);
  changes = { pages: [], mark: 'second' };
  scene.connect = (): Connector => ({
    ...source.connector(),
    mark: () => Promise.resolve('first'),
    async *changes() {
      for (const page of changes.pages) yield await Promise.resolve(page);
      return changes.mark;
    },
  });
});
afterEach(() => scene.end());

/** The number of the first change that has begun, and a promise of it. */
function stopsAt(number: number): Promise<void> {
  return new Promise((resolve) => {
    scene.beforeChange = async (at) => {
      if (at < number) return;
      resolve();
      await scene.never();
    };
  });
}

describe('a worker that is killed in the middle of an increment', () => {
  it('leaves the mark where it was until another one has applied everything', async () => {
    await scene.sync();
    expect((await scene.connection()).mark).toBe('first');
    changes.pages = [
      { users: [], gone: ['p1', 'p2'] },
      { users: PEOPLE.slice(3, 9).map((one) => userOf({ ...one, title: 'Chief' })) },
      { users: [userOf({ ...PEOPLE[9]!, active: false }), userOf({ id: 'new', userName: 'new@acme.com' })] },
    ];
    await scene.stop();
    const stopped = stopsAt(3);
    const id = await scene.ask('schedule');
    await stopped;
    await scene.fallSilent(id);
    expect((await scene.connection()).mark).toBe('first');
    scene.beforeChange = () => Promise.resolve();
    scene.worker();
    expect(await scene.over(id)).toMatchObject({ id, state: 'succeeded', deactivated: 3, created: 1 });
    expect((await scene.connection()).mark).toBe('second');
    const gone = new Set(['p1', 'p2', 'p9']);
    expect(await scene.present()).toEqual(
      [...PEOPLE.map((one) => one.id).filter((one) => !gone.has(one)), 'new'].sort(),
    );
    const { rows } = await scene.pool.query<{ count: number }>(
      `SELECT count(*) FROM users WHERE directory_id = $1 AND resource ->> 'title' = 'Chief'`,
      [scene.directory],
    );
    expect(rows[0]!.count).toBe(6);
  });

  it('of Active Directory loses nothing that the domain controller told, whenever it is killed', async () => {
    const server = await new AdServer().listen();
    const dn = (account: string) => `CN=${account},OU=Staff,${NC}`;
    try {
      for (const account of ['ada', 'bob', 'eve', 'joe']) server.directory.add(dn(account), adUser(account));
      server.directory.add(`CN=g,${NC}`, adGroup('g', [dn('ada'), dn('bob')]));
      const registry = new ConnectorRegistry(CONNECTORS);
      scene.connect = () => registry.create('MICROSOFT_AD', server.settings, server.secrets, plainPorts());
      await scene.sync();
      for (const at of ['listing', 1, 2, 3, 4] as const) {
        const { mark } = await scene.connection();
        expect(mark).not.toBeNull();
        server.directory.add(dn(`new${at}`), adUser(`new${at}`));
        server.directory.change(dn('ada'), { title: `Title ${at}` });
        server.directory.remove(
          at === 'listing' ? dn('eve') : at === 1 ? dn('joe') : dn(`new${at === 2 ? 'listing' : at - 2}`),
        );
        server.directory.change(`CN=g,${NC}`, { member: [dn('ada'), dn(`new${at}`)] });
        await scene.stop();
        let goesOn = (): void => {};
        let stopped: Promise<unknown>;
        if (at === 'listing')
          stopped = new Promise(
            (resolve) =>
              (server.onSearch = ({ filter }) => {
                if (!/isdeleted/i.test(filter)) return;
                goesOn = server.hold();
                resolve(undefined);
              }),
          );
        else stopped = stopsAt(at);
        const id = await scene.ask('schedule');
        await stopped;
        server.onSearch = () => {};
        await scene.fallSilent(id);
        expect((await scene.connection()).mark).toBe(mark);
        scene.beforeChange = () => Promise.resolve();
        goesOn();
        scene.worker();
        expect(await scene.over(id)).toMatchObject({ id, state: 'succeeded' });
        expect((await scene.connection()).mark).not.toBe(mark);
        const { rows } = await scene.pool.query<{ names: string[]; title: string; members: string[] }>(
          `SELECT ARRAY(SELECT user_name FROM users WHERE directory_id = $1 AND active ORDER BY 1) AS names,
            (SELECT resource ->> 'title' FROM users WHERE directory_id = $1 AND user_name = 'ada@acme.com') AS title,
            ARRAY(SELECT u.user_name FROM group_members m JOIN users u ON u.id = m.user_id WHERE u.directory_id = $1 ORDER BY 1) AS members`,
          [scene.directory],
        );
        expect(rows[0]!.title).toBe(`Title ${at}`);
        expect(rows[0]!.members).toEqual(['ada@acme.com', `new${at}@acme.com`]);
      }
      const { rows } = await scene.pool.query<{ names: string[] }>(
        `SELECT ARRAY(SELECT user_name FROM users WHERE directory_id = $1 AND active ORDER BY 1) AS names`,
        [scene.directory],
      );
      expect(rows[0]!.names).toEqual(['ada', 'bob', 'new3', 'new4'].map((name) => `${name}@acme.com`));
    } finally {
      await scene.end();
      await server.close();
    }
  });
});

describe('a directory that is disabled', () => {
  it('while a sync applies ends the sync, and the next one does what is left', async () => {
    const stopped = new Promise<void>((resolve) => {
      scene.beforeChange = async (number) => {
        if (number !== 10) return;
        await scene.change('enabled = false');
        resolve();
      };
    });
    const id = await scene.ask();
    await stopped;
    expect(await scene.over(id)).toMatchObject({
      state: 'failed',
      error: { code: 'directory_disabled', hint: expect.stringContaining('Enable') },
    });
    await scene.change('enabled = true');
    expect(await scene.sync()).toMatchObject({ state: 'succeeded', deactivated: 0 });
    expect(await scene.present()).toHaveLength(30);
  });

  it.each([
    ['canceled', true],
    ['failed', false],
  ])('while nobody works on its sync leaves the sync %s, not running for ever', async (state, isCanceled) => {
    const stopped = stopsAt(5);
    const id = await scene.ask();
    await stopped;
    await scene.change('enabled = false');
    if (isCanceled) await scene.history.cancel(scene.directory, id);
    await scene.fallSilent(id);
    scene.worker();
    expect(await scene.over(id)).toMatchObject({ state });
  });
});

it('a directory that is deleted while its sync lists ends the sync, and all that waits', async () => {
  let goesOn!: () => void;
  const reached = new Promise<void>((resolve) => {
    source.gate = () => (resolve(), new Promise((go) => (goesOn = go)));
  });
  const id = await scene.ask();
  await reached;
  await scene.change('deleted_at = now()');
  await scene.pool.query(
    `INSERT INTO syncs (id, directory_id, trigger, staging_id) VALUES ('sync_2', $1, 'schedule', 'sync_2')`,
    [scene.directory],
  );
  goesOn();
  await scene.over(id);
  await scene.over('sync_2');
  expect(await scene.present()).toEqual([]);
});

describe('a connection that is saved while a sync runs', () => {
  const save = (base: string) =>
    scene.pool.query(
      `UPDATE connections SET settings = jsonb_build_object('base_dn', $2::text), mark = NULL WHERE directory_id = $1`,
      [scene.directory, base],
    );

  it('is not asked for changes since what the former one has told', async () => {
    const stopped = new Promise<void>((resolve) => {
      scene.beforeChange = async (number) => {
        if (number !== 3) return;
        await save('elsewhere');
        resolve();
      };
    });
    const id = await scene.ask();
    await stopped;
    expect(await scene.over(id)).toMatchObject({ state: 'succeeded' });
    expect((await scene.connection()).mark).toBeNull();
    await scene.sync();
    expect((await scene.connection()).mark).toBe('first');
  });

  it('is listed from its beginning where the worker is killed in the listing of the former one', async () => {
    source.pageSize = 10;
    const reached = new Promise<void>((resolve) => {
      source.gate = (page) => (page === 2 ? (resolve(), scene.never()) : Promise.resolve());
    });
    const id = await scene.ask();
    await reached;
    await until(async () => expect((await scene.find(id)).progress.seen).toBe(20));
    await save('elsewhere');
    source.gate = () => Promise.resolve();
    source.people.clear();
    source.add(
      { id: 'x', userName: 'x@other.com' },
      { id: 'y', userName: 'y@other.com' },
      { id: 'z', userName: 'z@other.com' },
    );
    source.pageSize = 1;
    await scene.fallSilent(id);
    scene.worker();
    expect(await scene.over(id)).toMatchObject({ state: 'succeeded', created: 3 });
    expect(await scene.present()).toEqual(['x', 'y', 'z']);
  });
});
