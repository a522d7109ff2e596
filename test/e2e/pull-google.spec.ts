import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { GoogleEmulator } from '../emulators/google/google-emulator.js';
import { googleUser, memberOf } from '../emulators/google/google-records.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

const ADA = googleUser('101', 'ada@acme.com', ['Ada', 'Lovelace']);
const BOB = googleUser('102', 'bob@acme.com', ['Bob', 'Noyce']);
const EVE = googleUser('103', 'eve@acme.com', ['Eve', 'Hopper']);
const GROUP = { id: 'g1', email: 'eng@acme.com', name: 'Engineering' };

describe('a Google directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let google: GoogleEmulator;
  let directory: PulledDirectory;

  beforeAll(async () => {
    client = await ManagementClient.start(LOOPBACK);
    worker = await client.startWorker();
  });

  afterAll(async () => {
    await worker.close();
    await client.stop();
  });

  beforeEach(async () => {
    google = await new GoogleEmulator().listen();
    for (const user of [ADA, BOB, EVE]) google.users.put(user);
    google.groups.put({ ...GROUP, members: [memberOf(ADA), memberOf(BOB)] });
    directory = await PulledDirectory.create(client, 'GOOGLE');
    await directory.connect(google.settings, google.secrets);
  });

  afterEach(() => google.close());

  /** Once the feed shows the six of the first sync. */
  const types = async () =>
    (await client.events(`directory_id=${directory.id}`, 6)).map(({ type }) => type.split('.').at(-1));

  it('tells what it does in its first sync, and nothing when nothing has changed', async () => {
    const first = await directory.sync();
    expect(first).toMatchObject({
      state: 'succeeded',
      created: 3,
      groups_created: 1,
      memberships_added: 2,
      error: null,
    });
    const users = await directory.users();
    expect(users.get('ada@acme.com')).toMatchObject({
      external_id: '101',
      active: true,
      groups: [{ display_name: 'Engineering' }],
    });
    const before = await types();
    expect(before).toEqual([
      'sync_started',
      'group_created',
      'user_created',
      'user_created',
      'user_created',
      'sync_completed',
    ]);

    google.users.change('101', { etag: '"new"', lastLoginTime: '2026-11-28T08:00:00.000Z' });
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 0, updated: 0, unchanged: 3 });
    expect(await types()).toEqual(before);
    expect((await directory.users()).get('ada@acme.com')).toEqual(users.get('ada@acme.com'));
  });

  it('follows changes, leavers, and those who come back under the same id', async () => {
    await directory.sync();
    const { id } = (await directory.users()).get('bob@acme.com');
    google.users.change('101', { name: { givenName: 'Ada', familyName: 'King', fullName: 'Ada King' } });
    google.users.change('103', { primaryEmail: 'eva@acme.com', emails: [{ address: 'eva@acme.com', primary: true }] });
    google.users.remove('102');
    google.groups.change('g1', { name: 'Builders' });
    expect(await directory.sync()).toMatchObject({ updated: 2, deactivated: 1, groups_updated: 1 });
    const left = await client.events(`directory_id=${directory.id}&types=organization.directory.user_deleted`, 1);
    expect(left[0]!.data).toMatchObject({ id, active: false, reason: 'deleted' });
    const users = await directory.users();
    expect(users.get('eva@acme.com')).toMatchObject({ external_id: '103' });
    expect(users.get('ada@acme.com').groups).toMatchObject([{ display_name: 'Builders' }]);

    google.users.put(BOB);
    google.users.change('101', { suspended: true });
    expect(await directory.sync()).toMatchObject({ reactivated: 1, deactivated: 1 });
    expect((await directory.users()).get('bob@acme.com')).toMatchObject({ id, active: true });
    const suspended = await client.events(`directory_id=${directory.id}&types=organization.directory.user_deleted`, 2);
    expect(suspended[1]!.data).toMatchObject({ external_id: '101', reason: 'deactivated' });
  });

  it('lets nobody leave where a page failed, and says why', async () => {
    await directory.sync();
    google.users.remove('102');
    google.faults.add({ kind: 'answer', status: 500, body: '{}' }, { when: '/groups', times: Infinity });
    const failed = await directory.sync();
    expect(failed).toMatchObject({
      state: 'failed',
      deactivated: 0,
      error: { code: expect.any(String), hint: expect.any(String) },
    });
    expect((await directory.users()).get('bob@acme.com').active).toBe(true);
    expect((await directory.get('connection')).body.connection.failing_since).toEqual(expect.any(String));
  });

  it('waits for review before everybody leaves, and lets go only who was shown', async () => {
    await directory.sync();
    for (const { id } of [ADA, BOB, EVE]) google.users.remove(id);
    const stopped = await directory.sync();
    expect(stopped).toMatchObject({ state: 'needs_review', deactivated: 0, review: { would_deactivate: 3, of: 3 } });
    expect(stopped.review.sample.map(({ email }: { email: string }) => email)).toContain('ada@acme.com');
    expect([...(await directory.users()).values()].every(({ active }) => active)).toBe(true);

    // Meanwhile others come, and nobody leaves.
    google.users.put(googleUser('104', 'joe@acme.com', ['Joe', 'New']));
    google.users.put(ADA);
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 1, deactivated: 0 });

    expect((await directory.post(`syncs/${stopped.id}:approve`)).status).toBe(200);
    expect(await directory.over(stopped.id)).toMatchObject({ state: 'succeeded', deactivated: 2 });
    const users = await directory.users();
    expect(users.get('ada@acme.com').active).toBe(true);
    expect(users.get('bob@acme.com').active).toBe(false);
    expect(users.get('joe@acme.com').active).toBe(true);
    expect((await directory.post(`syncs/${stopped.id}:approve`)).status).toBe(409);
  });

  it('leaves everything as it is where the review is rejected', async () => {
    await directory.sync();
    for (const { id } of [ADA, BOB, EVE]) google.users.remove(id);
    const { id } = await directory.sync();
    expect((await directory.post(`syncs/${id}:reject`)).body.sync).toMatchObject({ id, state: 'canceled' });
    expect([...(await directory.users()).values()].every(({ active }) => active)).toBe(true);
  });

  it('shows in a dry run what would change, and changes nothing', async () => {
    await directory.sync();
    google.users.remove('102');
    google.users.change('101', { name: { givenName: 'Ada', familyName: 'King', fullName: 'Ada King' } });
    const before = await types();
    const dry = await directory.sync({ dry_run: true });
    expect(dry).toMatchObject({
      state: 'succeeded',
      dry_run: true,
      updated: 1,
      deactivated: 1,
      review: { would_deactivate: 1 },
    });
    const { changes } = (await directory.get(`syncs/${dry.id}/changes`)).body;
    expect(changes).toMatchObject([
      { kind: 'deactivated', user: { email: 'bob@acme.com' }, groups_lost: ['Engineering'] },
      { kind: 'updated', user: { user_name: 'ada@acme.com' } },
    ]);
    expect(changes[1].changed).toContainEqual({ field: 'family_name', before: 'Lovelace', after: 'King' });
    expect(await types()).toEqual(before);
    expect((await directory.get(`syncs/${dry.id}/changes?kind=deactivated&query=BOB`)).body.total_size).toBe(1);
  });

  it('never returns secrets, keeps those that are left out, and refuses addresses and fields by name', async () => {
    const { connection } = (await directory.get('connection')).body;
    expect(connection).toMatchObject({ provider: 'GOOGLE', secrets_set: ['service_account'], schedule: 'off' });
    expect(JSON.stringify(connection)).not.toContain('PRIVATE KEY');
    expect((await directory.connect(google.settings)).status).toBe(200);
    expect(await directory.sync()).toMatchObject({ state: 'succeeded' });
    const refused = await directory.connect({ ...google.settings, api_base: 'http://10.1.2.3', surprise: 1 });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('settings.surprise');
    const inner = await directory.connect({ ...google.settings, api_base: 'http://10.1.2.3' });
    expect([inner.status, inner.text]).toEqual([400, expect.stringContaining('ROLLCALL_ALLOW_PRIVATE_SOURCES')]);
    expect((await directory.put('connection', { settings: google.settings, schedule: '1m' })).text).toContain(
      'schedule',
    );
    const tested = await directory.post('connection:test');
    expect(tested.body).toMatchObject({ ok: true, sample: [{ email: 'ada@acme.com' }, {}, {}] });
    expect((await directory.get('connection')).body.connection.last_test.ok).toBe(true);
  });

  it('has no SCIM endpoint, and says so', async () => {
    const secret = (await directory.post('secrets')).body.plain_secret;
    const reply = await client.scim({ directoryId: directory.id, secret }, 'GET', 'Users');
    expect([reply.status, reply.text]).toEqual([403, expect.stringContaining('pulled')]);
  });
});
