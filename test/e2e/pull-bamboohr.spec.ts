import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

describe('a BambooHR directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let bamboo: BambooHrEmulator;
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
    bamboo = await new BambooHrEmulator().listen();
    bamboo.employees.add(bambooEmployee('1', ['Ada', 'Lovelace'], { department: 'Engineering' }));
    bamboo.employees.add(bambooEmployee('2', ['Bob', 'Noyce'], { department: 'Sales' }));
    directory = await PulledDirectory.create(client, 'BAMBOOHR');
  });

  afterEach(() => bamboo.close());

  const notify = (body: string, headers: Record<string, string>) =>
    client.send(`/directory/${directory.id}/notifications`, body, { authorization: '', ...headers });

  it('syncs soon after a signed notification, and asks only for what has changed', async () => {
    await directory.connect(bamboo.settings, bamboo.secrets);
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 2, groups_created: 2 });
    expect((await notify('{}', { 'content-type': 'application/json' })).status).toBe(401);

    bamboo.employees.change('1', { department: 'Sales', jobTitle: 'Lead' });
    const heard = await notify('{"employees":[]}', bamboo.notification('{"employees":[]}'));
    expect(heard.status).toBe(204);
    const sync = await until(async () => {
      const { syncs } = (await directory.get('syncs')).body;
      expect(syncs[0]).toMatchObject({ trigger: 'notification', state: 'succeeded', updated: 1 });
      return syncs[0];
    });
    expect(sync).toMatchObject({ memberships_added: 1, memberships_removed: 1, deactivated: 0 });
    const users = [...(await directory.users()).values()];
    expect(users.find(({ external_id }) => external_id === '1').groups).toMatchObject([{ display_name: 'Sales' }]);
    expect(users.every(({ active }) => active)).toBe(true);
    // A second one within the minute waits.
    await notify('{"employees":[]}', bamboo.notification('{"employees":[]}'));
    expect((await directory.get('syncs')).body.syncs[0].trigger).toBe('notification');
  });

  it('takes the termination date for the departure date, where it is told to', async () => {
    await directory.connect({ ...bamboo.settings, departures: true }, bamboo.secrets);
    const { policy } = (await directory.get('policy')).body;
    expect(policy).toMatchObject({
      departure: 'graceful',
      departure_attribute: expect.stringContaining('termination'),
    });
    bamboo.employees.change('1', { terminationDate: '2999-01-31' });
    bamboo.employees.change('2', { terminationDate: '2020-01-31' });
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 2 });
    const users = [...(await directory.users()).values()];
    expect(users.find(({ external_id }) => external_id === '1').active).toBe(true);
    expect(users.find(({ external_id }) => external_id === '2').active).toBe(false);
    bamboo.employees.change('1', { terminationDate: '2020-01-31' });
    const [review, checked] = [await directory.sync(), await directory.sync({ dry_run: true })];
    expect(review).toMatchObject({ state: 'needs_review', review: { would_deactivate: 1, of: 1 } });
    expect(checked).toMatchObject({ deactivated: 1, review: { would_deactivate: 1 } });
    const { changes } = (await directory.get(`syncs/${review.id}/changes`)).body;
    expect(changes).toMatchObject([{ kind: 'deactivated', why: 'Their date of departure has come.' }]);
    await directory.post(`syncs/${review.id}:reject`);
    const updated = await directory.put('policy', {
      on_deactivate: 'update_event',
      sync_review: { percent: 50, count: 2 },
    });
    expect(updated.body.policy).toMatchObject({ departure: 'graceful', sync_review: { percent: 50, count: 2 } });
    await directory.connect(bamboo.settings);
    expect((await directory.get('policy')).body.policy).toMatchObject({
      departure: 'immediate',
      departure_attribute: null,
    });
  });
});
