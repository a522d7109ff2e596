import { type Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { NC } from '../emulators/ldap/ad-directory.js';
import { adGroup, adUser } from '../emulators/ldap/ad-entry.js';
import { AdServer } from '../emulators/ldap/ad-server.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory, type Sync } from './pulled-directory.js';

const dnOf = (account: string) => `CN=${account},OU=Staff,${NC}`;

describe('an Active Directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let pool: Pool;
  let server: AdServer;
  let directory: PulledDirectory;

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

  beforeEach(async () => {
    server = await new AdServer().listen();
    server.directory.add(`OU=Staff,${NC}`, { objectClass: ['organizationalUnit'] });
    server.directory.add(dnOf('boss'), adUser('boss'));
    server.directory.add(dnOf('ada'), adUser('ada', { manager: dnOf('boss').toUpperCase() }));
    server.directory.add(dnOf('bob'), adUser('bob', { manager: `CN=Nobody,${NC}` }));
    directory = await PulledDirectory.create(client, 'MICROSOFT_AD', 'LDAP');
    await connect();
  });

  afterEach(() => server.close());

  const connect = (more: object = {}) => directory.connect({ ...server.settings, ...more }, server.secrets, '30m');
  const user = async (account: string): Promise<Sync> => (await directory.users()).get(`${account}@acme.com`);
  const groupsOf = async (account: string): Promise<string[]> =>
    (await user(account)).groups.map(({ display_name }: Sync) => display_name).sort();
  /** As its schedule starts it: such a sync asks for changes, not for everything. */
  const scheduled = async (): Promise<Sync> => {
    const last = (await directory.get('syncs')).body.syncs[0].id as string;
    await pool.query('UPDATE connections SET next_sync_at = now() WHERE directory_id = $1', [directory.id]);
    const id = await until(async () => {
      const newest = (await directory.get('syncs')).body.syncs[0];
      expect(newest.id).not.toBe(last);
      return newest.id as string;
    });
    return await directory.over(id);
  };

  it('is tested, saved and synced through REST, and says who changed', async () => {
    const tested = await directory.post('connection:test');
    expect(tested.body).toMatchObject({ ok: true, counts: { users: 3 } });
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 3 });
    server.directory.change(dnOf('ada'), { title: 'Countess' });
    server.directory.remove(dnOf('bob'));
    const changes = await scheduled();
    expect(changes).toMatchObject({ state: 'succeeded', trigger: 'schedule', updated: 1, deactivated: 1 });
    const listed = (await directory.get(`syncs/${changes.id}/changes`)).body.changes;
    expect(listed.map(({ kind, user }: Sync) => [kind, user.email]).sort()).toEqual([
      ['deactivated', 'bob@acme.com'],
      ['updated', 'ada@acme.com'],
    ]);
    expect((await directory.get('connection')).text).not.toContain(server.reader.password);
  });

  it('names managers by their id, and by their DN where nobody of the listing has it', async () => {
    await directory.sync();
    const boss = await user('boss');
    expect((await user('ada')).user_detail.manager).toBe(boss.external_id);
    expect((await user('bob')).user_detail.manager).toBe(`CN=Nobody,${NC}`);
    // The manager is not among the changes.
    server.directory.change(dnOf('ada'), { title: 'Countess' });
    server.directory.change(dnOf('bob'), { manager: dnOf('boss') });
    expect(await scheduled()).toMatchObject({ updated: 2, unchanged: 0 });
    expect((await user('ada')).user_detail).toMatchObject({ manager: boss.external_id, title: 'Countess' });
    expect((await user('bob')).user_detail.manager).toBe(boss.external_id);
    expect(await directory.sync()).toMatchObject({ updated: 0 });
  });

  it('keeps the members of a changed group who have not changed themselves', async () => {
    server.directory.add(`CN=staff,${NC}`, adGroup('staff', [dnOf('boss'), dnOf('ada')]));
    await directory.sync();
    expect(await groupsOf('ada')).toEqual(['staff']);
    server.directory.change(`CN=staff,${NC}`, { member: [dnOf('ada'), dnOf('bob')] });
    expect(await scheduled()).toMatchObject({
      state: 'succeeded',
      memberships_added: 1,
      memberships_removed: 1,
      warnings: [],
    });
    expect([await groupsOf('boss'), await groupsOf('ada'), await groupsOf('bob')]).toEqual([[], ['staff'], ['staff']]);
    expect(await directory.sync()).toMatchObject({ memberships_added: 0, memberships_removed: 0 });
  });

  it('gives somebody who comes back their groups again, though the groups have not changed', async () => {
    server.directory.add(`CN=staff,${NC}`, adGroup('staff', [dnOf('boss'), dnOf('ada')]));
    await connect({ user_base_dn: `OU=Staff,${NC}` });
    await directory.sync();
    server.directory.move(dnOf('ada'), `CN=ada,OU=Leavers,${NC}`);
    expect(await scheduled()).toMatchObject({ deactivated: 1 });
    server.directory.move(`CN=ada,OU=Leavers,${NC}`, dnOf('ada'));
    expect(await scheduled()).toMatchObject({ reactivated: 1, unchanged: 0 });
    expect(await scheduled()).toMatchObject({ memberships_added: 1, unchanged: 3 });
    expect([await groupsOf('ada'), await groupsOf('boss')]).toEqual([['staff'], ['staff']]);
    // From then on again only what changes; what changed last is shown once more.
    expect((await scheduled()).progress.seen).toBeLessThan(2);
  });

  it('changes the groups around a changed group', async () => {
    await connect({ nested_groups: true });
    server.directory.add(`CN=inner,${NC}`, adGroup('inner', [dnOf('ada')]));
    server.directory.add(`CN=outer,${NC}`, adGroup('outer', [dnOf('boss'), `CN=inner,${NC}`]));
    await directory.sync();
    expect(await groupsOf('ada')).toEqual(['inner', 'outer']);
    server.directory.change(`CN=inner,${NC}`, { member: [dnOf('bob')] });
    expect(await scheduled()).toMatchObject({ memberships_added: 2, memberships_removed: 2, warnings: [] });
    expect([await groupsOf('ada'), await groupsOf('bob'), await groupsOf('boss')]).toEqual([
      [],
      ['inner', 'outer'],
      ['outer'],
    ]);
  });
});
