import { type Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { allow, deny, GateServer } from '../support/gate-server.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

describe('the gate of a pulled directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let pool: Pool;
  let gate: GateServer;
  let bob: HiBobEmulator;
  let directory: PulledDirectory;

  beforeAll(async () => {
    gate = await GateServer.start();
    client = await ManagementClient.start(LOOPBACK);
    worker = await client.startWorker();
    pool = createPool(client.database.url, { max: 1, name: 'test' });
  });

  afterAll(async () => {
    await pool.end();
    await worker.close();
    await client.stop();
    await gate.close();
  });

  beforeEach(async () => {
    gate.clear();
    bob = await new HiBobEmulator().listen();
    for (let at = 0; at < 30; at += 1) bob.people.put(bobEmployee(`p${at}`, ['Person', String(at)]));
    directory = await PulledDirectory.create(client, 'HIBOB');
    await directory.connect(bob.settings, bob.secrets);
    await client.call('PUT', `/api/v1/organizations/${directory.organizationId}/provisioning_gate`, { url: gate.url });
  });

  afterEach(() => bob.close());

  /** As they are stored: the feed shows them a little later. */
  const types = async (): Promise<string[]> => {
    const { rows } = await pool.query<{ type: string }>(
      `SELECT type FROM events WHERE directory_id = $1 AND type LIKE 'organization.%' ORDER BY sequence`,
      [directory.id],
    );
    return rows.map(({ type }) => type);
  };
  const answerBy = (email: string, reason: string) => {
    gate.answer = (question, response) =>
      (question.json.data.email === email ? deny(reason) : allow)(question, response);
  };

  it('is asked about each person, at most 20 at a time, and whom it denies is listed with the reason', async () => {
    gate.answer = (question, response) =>
      void setTimeout(
        () => (question.json.data.email === 'person.7@acme.com' ? deny('no seats') : allow)(question, response),
        10,
      );
    const sync = await directory.sync();
    expect(sync).toMatchObject({
      state: 'succeeded',
      created: 29,
      skipped: 1,
      warnings: [{ code: 'gate_denied', count: 1, examples: ['person.7@acme.com'] }],
    });
    expect(gate.questions).toHaveLength(30);
    expect(gate.most).toBeGreaterThan(1);
    expect(gate.most).toBeLessThanOrEqual(20);
    expect(gate.questions[0]!.json).toMatchObject({
      type: 'rollcall.gate.request',
      change: 'create',
      organization_id: directory.organizationId,
      directory_id: directory.id,
      data: { id: null },
    });
    const { changes } = (await directory.get(`syncs/${sync.id}/changes?query=person.7@acme.com`)).body;
    expect(changes).toMatchObject([{ kind: 'skipped', why: 'no seats' }]);
    const created = (await directory.get(`syncs/${sync.id}/changes?kind=created&page_size=100`)).body;
    expect(created.total_size).toBe(29);
    expect((await directory.users()).has('person.7@acme.com')).toBe(false);
    const [denied] = await client.events(`organization_id=${directory.organizationId}&type=rollcall.gate.denied`, 1);
    expect(denied!.data).toMatchObject({ change: 'create', external_id: 'p7', directory_id: directory.id });
  });

  it('asks again at each sync, makes no noise of its own, and lets the person in once it allows', async () => {
    answerBy('person.7@acme.com', 'no seats');
    await directory.sync();
    const said = await types();
    gate.questions.length = 0;
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 0, skipped: 1, unchanged: 29 });
    expect(gate.questions.map(({ json }) => json.data.email)).toEqual(['person.7@acme.com']);
    expect(await types()).toEqual(said);
    gate.answer = allow;
    expect(await directory.sync()).toMatchObject({ created: 1, skipped: 0, warnings: [] });
    expect((await directory.users()).has('person.7@acme.com')).toBe(true);
  });

  it('is asked about who becomes active again, never about who leaves, and by no dry run', async () => {
    await directory.sync({ dry_run: true });
    expect(gate.questions).toEqual([]);
    await directory.sync();
    const { id } = (await directory.users()).get('person.3@acme.com');
    gate.clear();
    const status = (value: string) => bob.people.put(bobEmployee('p3', ['Person', '3'], { 'internal.status': value }));
    status('Inactive');
    expect(await directory.sync()).toMatchObject({ deactivated: 1 });
    expect(gate.questions).toEqual([]);
    gate.answer = deny('no seats');
    status('Active');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', reactivated: 0, skipped: 1 });
    expect(gate.questions.map(({ json }) => [json.change, json.data.id, json.data.active])).toEqual([
      ['activate', id, true],
    ]);
    expect((await directory.users()).get('person.3@acme.com').active).toBe(false);
    gate.answer = allow;
    expect(await directory.sync()).toMatchObject({ reactivated: 1, skipped: 0 });
    expect((await directory.users()).get('person.3@acme.com')).toMatchObject({ id, active: true });
  });

  it('is asked about who comes back by a later date of departure', async () => {
    await directory.put('policy', { departure: 'graceful', departure_attribute: 'title' });
    const date = (title: string) => {
      for (const at of [3, 4]) bob.people.put(bobEmployee(`p${at}`, ['Person', String(at)], { 'work.title': title }));
    };
    date('2020-01-01');
    await directory.sync();
    gate.clear();
    answerBy('person.3@acme.com', 'no seats');
    date('2099-01-01');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', reactivated: 1, updated: 0, skipped: 1 });
    expect(gate.questions.map(({ json }) => [json.change, json.data.active])).toEqual([
      ['activate', true],
      ['activate', true],
    ]);
    const users = await directory.users();
    expect([3, 4].map((at) => users.get(`person.${at}@acme.com`).active)).toEqual([false, true]);
  });
});
