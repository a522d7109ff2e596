import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Pool } from 'pg';
import { createPool } from '#persistence';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { ManagementClient } from '../e2e/management-client.js';
import { LOOPBACK, PulledDirectory, type Sync } from '../e2e/pulled-directory.js';
import { rateLimited } from '../emulators/fault.js';
import { until } from '../support/index.js';
import { type ConformanceSource, FAILURES, type SourceCase } from './conformance-sources.js';

const KEYS = Array.from({ length: 15 }, (_, at) => `person${at}`);

/** What every connector promises, asked through the whole broker. */
export function conformance(sources: SourceCase[]): void {
  let client: ManagementClient;
  let worker: RunningWorker;
  let pool: Pool;

  beforeAll(async () => {
    client = await ManagementClient.start(LOOPBACK);
    worker = await client.startWorker();
    pool = createPool(client.database.url, { max: 1, name: 'test' });
  });

  afterAll(async () => {
    await pool.end();
    await worker.close();
    await client.stop();
  });

  describe.each(sources)('%s, through the broker', (_name, provider, type, start) => {
    let source: ConformanceSource;
    let directory: PulledDirectory;

    beforeEach(async () => {
      source = await start();
      for (const key of KEYS) await source.add(key);
      directory = await PulledDirectory.create(client, provider, type);
      expect((await directory.connect(source.settings, source.secrets)).status).toBe(200);
    });

    afterEach(() => source.close());

    /** Asks for a sync, or uploads the file as it is now, and waits for where it stops. */
    const sync = async (body: { dry_run?: boolean } = {}): Promise<Sync> => {
      if (source.file === undefined) return await directory.sync(body);
      const query = `apply=${body.dry_run !== true}&missing=leave`;
      const reply = await client.send(`/api/v1/${directory.path}/uploads?${query}`, source.file());
      expect([reply.status, reply.text]).toEqual([202, expect.any(String)]);
      return await directory.over(reply.body.sync.id as string);
    };

    /** As they are stored: the feed shows them a little later. */
    const events = async (): Promise<string[]> => {
      const { rows: stored } = await pool.query<{ name: string }>(
        `SELECT substring(type from '[a-z_]+$') AS name FROM events WHERE directory_id = $1 AND type LIKE '%.user_%' ORDER BY sequence`,
        [directory.id],
      );
      return stored.map(({ name }) => name);
    };
    const lastReason = async (count: number) =>
      (await client.events(`directory_id=${directory.id}&types=organization.directory.user_deleted`, count)).at(-1)!
        .data;
    const person = async (key: string): Promise<Sync> => (await directory.users()).get(`${key}@acme.com`);
    const nameOf = async (id: string): Promise<string> =>
      (await directory.get(`users/${id}`)).body.user.preferred_username as string;

    /** Every user row, with the transaction that has written it. */
    const rows = async () =>
      (await pool.query('SELECT *, xmin::text FROM users WHERE directory_id = $1 ORDER BY id', [directory.id])).rows;

    it('tells of everybody once, and tells nothing and writes no row when nothing has changed', async () => {
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 15, error: null });
      const [said, written] = [await events(), await rows()];
      expect(said).toEqual(KEYS.map(() => 'user_created'));
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 0, updated: 0, deactivated: 0 });
      expect([await events(), await rows()]).toEqual([said, written]);
    });

    it('shows in a dry run what would change, and changes nothing', async () => {
      expect(await sync({ dry_run: true })).toMatchObject({ state: 'succeeded', created: 15, dry_run: true });
      expect(await rows()).toEqual([]);
      await sync();
      await source.setTitle('person1', 'Chief');
      await source.remove('person3');
      const [said, written] = [await events(), await rows()];
      expect(await sync({ dry_run: true })).toMatchObject({ state: 'succeeded', updated: 1, deactivated: 1 });
      expect([await events(), await rows()]).toEqual([said, written]);
    });

    it('follows a change, a new name, a leaver, and who comes back under the same id', async () => {
      await sync();
      const { id } = await person('person2');
      const renamed = (await person('person4')).id;
      await source.setTitle('person1', 'Chief');
      await source.rename('person4', 'person40');
      if (source.deactivate) await source.deactivate('person2');
      await source.remove('person3');
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 0, updated: 2 });
      expect(await person('person1')).toMatchObject({ active: true, user_detail: { title: 'Chief' } });
      expect(await nameOf(renamed as string)).toMatch(/^person40/);
      expect((await person('person3')).active).toBe(false);
      if (source.deactivate) {
        expect(await person('person2')).toMatchObject({ id, active: false });
        expect(['deleted', 'deactivated']).toContain((await lastReason(2))['reason']);
      } else expect((await lastReason(1))['reason']).toBe('deleted');

      const before = (await person('person3')).id;
      await source.add('person3');
      if (source.deactivate) await source.add('person2');
      expect(await sync()).toMatchObject({ state: 'succeeded', reactivated: source.deactivate ? 2 : 1 });
      expect(await person('person3')).toMatchObject({ id: before, active: true });
      expect(await person('person2')).toMatchObject({ id, active: true });
    });

    it('keeps people without an address, and the first of two with the same name', async () => {
      if (provider === 'GOOGLE') return;
      await source.add('nomail', null);
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 16, skipped: 0 });
      await source.addTwin!('person4');
      const second = await sync();
      expect(second).toMatchObject({ state: 'succeeded', created: 0, skipped: 1 });
      expect(second.warnings).toMatchObject([{ code: 'user_name_taken' }]);
    });

    it.each(FAILURES)('lets nobody leave where the listing %s', async (_what, fault) => {
      if (source.http === undefined) return;
      // Pages are asked for again, with growing pauses: the tests of these connectors do without the pauses.
      if (fault.kind === 'cut' && !source.http.streams) return;
      await sync();
      await source.remove('person1');
      source.http.emulator.faults.add(fault, { when: source.midway ?? source.http.listing, times: Infinity });
      expect(await sync()).toMatchObject({
        state: 'failed',
        deactivated: 0,
        error: { hint: expect.any(String) },
      });
      expect((await person('person1')).active).toBe(true);
      // Nobody asked for another one: its schedule is off.
      expect((await directory.get('connection')).body.connection.next_sync_at).toBeNull();
      source.http.emulator.faults.clear();
      expect(await sync()).toMatchObject({ state: 'succeeded', error: null, deactivated: 1 });
    });

    it('lets nobody leave where the connection ends in the middle', async () => {
      if (source.cut === undefined) return;
      await sync();
      await source.remove('person1');
      source.cut();
      expect(await sync()).toMatchObject({ state: 'failed', deactivated: 0 });
      expect((await person('person1')).active).toBe(true);
      await source.add('person15');
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 1, deactivated: 1 });
    });

    it('waits as it is asked to, or by itself', async () => {
      if (source.http === undefined) return;
      const { emulator, listing } = source.http;
      const asked = () => emulator.requested(listing).length;
      emulator.faults.add(rateLimited('1'), { when: listing });
      emulator.faults.add(rateLimited(), { when: listing });
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 15 });
      const twiceRefused = asked();
      expect(await sync()).toMatchObject({ state: 'succeeded' });
      expect(twiceRefused).toBe(asked() - twiceRefused + 2);
    });

    it('asks for another token when the one it has ends in the middle', async () => {
      if (source.expireTokens === undefined) return;
      let expired = 0;
      source.http!.emulator.faults.add(
        { kind: 'reset' },
        {
          when: ({ url }) => {
            if (expired === 0 && url.href.includes(source.midway!)) {
              expired += 1;
              source.expireTokens!();
            }
            return false;
          },
        },
      );
      expect(await sync()).toMatchObject({ state: 'succeeded', created: 15, error: null });
      expect(expired).toBe(1);
    });

    it('goes on in another process where the first one fell silent', async () => {
      if (source.file !== undefined) return;
      const { emulator, listing } = source.http ?? {};
      const goesOn = source.hold?.();
      emulator?.faults.add({ kind: 'hang' }, { when: listing! });
      const { id } = (await directory.post(':sync')).body.sync;
      if (emulator !== undefined) await until(() => expect(emulator.requested(listing!).length).toBeGreaterThan(0));
      else await until(async () => expect((await directory.get(`syncs/${id}`)).body.sync.state).toBe('running'));
      // As if its process had been killed: nobody renews the lease.
      await pool.query(`UPDATE syncs SET lease_until = now() - interval '1 second' WHERE id = $1`, [id]);
      const other = await client.startWorker();
      goesOn?.();
      expect(await directory.over(id)).toMatchObject({ id, state: 'succeeded', created: 15 });
      await other.close();
      expect(await events()).toEqual(KEYS.map(() => 'user_created'));
    });

    it('says that the credentials are refused, without them', async () => {
      if (source.wrongSecrets === undefined) return;
      await directory.connect(source.settings, source.wrongSecrets);
      const failed = await sync();
      expect(failed).toMatchObject({
        state: 'failed',
        error: { code: 'credentials_rejected', hint: expect.any(String) },
      });
      const { body, text } = await directory.post('connection:test');
      expect(body.ok).toBe(false);
      expect(JSON.stringify(failed) + text + (await directory.get('connection')).text).not.toContain('a-wrong-secret');
    });

    it('stops before more than ten and a fifth leave, and before everybody does', async () => {
      await sync();
      for (const key of KEYS.slice(0, 11)) await source.remove(key);
      const first = await sync();
      expect(first).toMatchObject({ state: 'needs_review', deactivated: 0, review: { would_deactivate: 11, of: 15 } });
      await directory.post(`syncs/${first.id}:reject`);
      for (const key of KEYS.slice(11)) await source.remove(key);
      expect(await sync()).toMatchObject({ state: 'needs_review', deactivated: 0 });
      expect((await person('person1')).active).toBe(true);
    });

    const membersOf = async (group: string) =>
      [...(await directory.users()).values()]
        .filter(({ groups }) => groups.some(({ display_name }: { display_name: string }) => display_name === group))
        .map(({ email }) => String(email).split('@')[0])
        .sort();

    it('follows groups within groups, in a circle too, and passes over strangers; a group keeps its id', async () => {
      if (source.setGroup === undefined) return;
      await directory.connect({ ...source.settings, ...source.nested }, source.secrets);
      // LDAP adds a group whose members are not there yet; the circle closes with the second.
      await source.setGroup('inner', { people: ['person2'], groups: ['outer'], stranger: true });
      await source.setGroup('outer', { people: ['person1'], groups: ['inner'] });
      expect(await sync()).toMatchObject({
        state: 'succeeded',
        groups_created: 2,
        memberships_added: 4,
        // Google counts a stranger of an inner group in each group around it.
        warnings: [{ code: 'member_unknown', examples: [expect.any(String)] }],
      });
      const both = ['person1', 'person2'];
      expect([await membersOf('outer'), await membersOf('inner')]).toEqual([both, both]);
      const idOf = async (name: string) =>
        (await directory.get('groups')).body.groups.find(({ display_name }: Sync) => display_name === name)?.id;
      const id = await idOf('outer');
      await source.renameGroup!('outer', 'wide');
      expect(await sync()).toMatchObject({ state: 'succeeded', groups_updated: 1, groups_deleted: 0 });
      expect([await idOf('wide'), await membersOf('wide')]).toEqual([id, both]);
    });

    it('has groups of what people have in common', async () => {
      if (source.setDepartment === undefined) return;
      for (const key of ['person1', 'person2']) await source.setDepartment(key, 'Research');
      await source.setDepartment('person3', 'Sales');
      await sync();
      expect([await membersOf('Research'), await membersOf('Sales')]).toEqual([['person1', 'person2'], ['person3']]);
      await source.setDepartment('person2', 'Sales');
      expect(await sync()).toMatchObject({ memberships_added: 1, memberships_removed: 1, deactivated: 0 });
      expect([await membersOf('Research'), await membersOf('Sales')]).toEqual([['person1'], ['person2', 'person3']]);
    });
  });
}
