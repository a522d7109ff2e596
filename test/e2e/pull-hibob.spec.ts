import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory, type Sync } from './pulled-directory.js';

describe('a HiBob directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let bob: HiBobEmulator;
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
    bob = await new HiBobEmulator().listen();
    bob.people.put(bobEmployee('1', ['Ada', 'Lovelace'], { 'work.title': 'Analyst', 'work.department': 'd1' }));
    bob.people.put(bobEmployee('2', ['Bob', 'Noyce'], { 'work.department': 'd1', 'work.reportsTo': '1' }));
    bob.people.put(bobEmployee('3', ['Old', 'Hand'], { 'internal.status': 'Inactive' }));
    bob.names.set('d1', 'Engineering');
    directory = await PulledDirectory.create(client, 'HIBOB');
    await directory.connect({ ...bob.settings, groups_from: ['department'] }, bob.secrets);
  });

  afterEach(() => bob.close());

  const user = async (email: string): Promise<Sync> => (await directory.users()).get(email);

  it('has the values of lists by name, managers by id, and former people as inactive', async () => {
    expect((await directory.post('connection:test')).body).toMatchObject({ ok: true, counts: { users: 3 } });
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 3, groups_created: 1 });
    expect(await user('bob.noyce@acme.com')).toMatchObject({
      external_id: '2',
      active: true,
      user_detail: { department: 'Engineering', manager: '1' },
      groups: [{ display_name: 'Engineering' }],
    });
    expect((await user('old.hand@acme.com')).active).toBe(false);
    const seen = bob.requested('/people/search').map(({ body }) => JSON.parse(body) as Sync);
    expect(seen.every(({ showInactive }) => showInactive === true)).toBe(true);
  });

  it('clears nothing that the service user may no longer see', async () => {
    await directory.sync();
    bob.hiddenFields.add('work.title');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', updated: 0, deactivated: 0 });
    expect((await user('ada.lovelace@acme.com')).user_detail.title).toBe('Analyst');
    // Also where groups are made of it.
    bob.hiddenFields.add('work.department');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', groups_deleted: 0, memberships_removed: 0 });
    expect(await user('ada.lovelace@acme.com')).toMatchObject({
      user_detail: { department: 'Engineering' },
      groups: [{ display_name: 'Engineering' }],
    });
  });

  it('lets somebody leave, and says which rights are missing', async () => {
    await directory.sync();
    // Without a word about the department, which takes the person out of no group.
    bob.people.put(bobEmployee('2', ['Bob', 'Noyce'], { 'internal.status': 'Inactive' }));
    expect(await directory.sync()).toMatchObject({ deactivated: 1, memberships_removed: 0 });
    bob.people.put(bobEmployee('2', ['Bob', 'Noyce'], { 'internal.status': 'Inactive', 'work.department': null }));
    expect(await directory.sync()).toMatchObject({ deactivated: 0, memberships_removed: 1 });
    expect((await user('bob.noyce@acme.com')).active).toBe(false);
    const { secrets } = bob;
    await directory.connect(bob.settings, { ...secrets, token: 'a-wrong-secret' });
    const { body, text } = await directory.post('connection:test');
    expect(body).toMatchObject({ ok: false, checks: [{ name: 'sign_in', ok: false, hint: expect.any(String) }] });
    expect(text).not.toContain('a-wrong-secret');
  });
});
