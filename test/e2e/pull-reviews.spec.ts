import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { BambooHrEmulator } from '../emulators/bamboohr/bamboohr-emulator.js';
import { bambooEmployee } from '../emulators/bamboohr/bamboohr-employees.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory, type Sync } from './pulled-directory.js';

const PEOPLE = 20;

describe('a pull that would let many people leave', () => {
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
    for (let id = 1; id <= PEOPLE; id++) bamboo.employees.add(bambooEmployee(String(id), ['Ada', `Number${id}`]));
    directory = await PulledDirectory.create(client, 'BAMBOOHR');
  });
  afterEach(() => bamboo.close());

  const pulse = async () => (await directory.get('pulse')).body.pulse;
  const health = async () => {
    const { directories } = (await client.get(`directories?query=${directory.id}`)).body;
    expect(directories.map(({ id }: Sync) => id)).toEqual([directory.id]);
    return directories[0].health;
  };
  // The overview is made anew once a second.
  const attention = async () =>
    (await client.get('overview')).body.overview.attention.filter(
      ({ directory_id }: Sync) => directory_id === directory.id,
    );
  const waiting = async (): Promise<Sync> => {
    await directory.connect(bamboo.settings, bamboo.secrets);
    expect((await pulse()).sync).toBeNull();
    await directory.sync();
    for (let id = 1; id <= 15; id++) bamboo.employees.remove(String(id));
    return await directory.sync();
  };

  it('is what the directory is like, until somebody has decided, whatever ran after it', async () => {
    const sync = await waiting();
    expect(sync).toMatchObject({ state: 'needs_review', review: { would_deactivate: 15, of: PEOPLE } });
    expect(sync).toMatchObject({ deactivated: 0, created: 0 });
    expect(sync.review).not.toHaveProperty('decision');
    const { changes, total_size } = (await directory.get(`syncs/${sync.id}/changes?kind=deactivated`)).body;
    expect(total_size).toBe(15);
    expect(changes[0]).toMatchObject({ user: { name: expect.stringContaining('Ada') }, why: expect.any(String) });
    await directory.sync();
    const { progress, ...newest } = (await pulse()).sync;
    expect(newest).toEqual({ id: sync.id, state: 'needs_review' });
    expect(Object.keys(progress)).toEqual(['phase', 'seen', 'total']);
    expect(await health()).toBe('needs_review');
    await until(async () => expect(await attention()).toMatchObject([{ kind: 'sync_needs_review', count: 15 }]));
  });

  it.each([
    ['approve', 'approved', 5],
    ['reject', 'rejected', PEOPLE],
  ])('keeps why it was decided: %s', async (what, decision, active) => {
    const { id } = await waiting();
    const reason = 'The office in Lyon closed.';
    const reply = await directory.post(`syncs/${id}:${what}`, { reason });
    expect([reply.status, reply.body.sync.review.decision]).toEqual([
      200,
      { decision, reason, at: expect.stringMatching(/Z$/) },
    ]);
    const over = await directory.over(id as string);
    expect(over.review).toMatchObject({ would_deactivate: 15, decision: { decision, reason } });
    expect([...(await directory.users()).values()].filter((user) => user.active)).toHaveLength(active);
    expect(await health()).toBe('ok');
    await until(async () => expect(await attention()).toEqual([]));
  });

  it('needs no reason, and refuses one that is too long', async () => {
    const { id } = await waiting();
    const long = await directory.post(`syncs/${id}:reject`, { reason: 'x'.repeat(501) });
    expect([long.status, long.body.details[0].field_violations[0].field]).toEqual([400, 'reason']);
    const { body } = await directory.post(`syncs/${id}:reject`);
    expect(body.sync.review.decision).toMatchObject({ decision: 'rejected', reason: null });
  });

  it('that fails says so, until one succeeds', async () => {
    await directory.connect(bamboo.settings, { ...bamboo.secrets, api_key: 'wrong' });
    expect(await health()).toBe('waiting');
    expect(await directory.sync()).toMatchObject({ state: 'failed' });
    expect((await pulse()).sync).toMatchObject({ state: 'failed' });
    expect(await health()).toBe('failing');
    await until(async () => expect(await attention()).toMatchObject([{ kind: 'sync_failing', count: 1 }]));
    await directory.connect(bamboo.settings, bamboo.secrets);
    expect(await directory.sync({ dry_run: true })).toMatchObject({ state: 'succeeded' });
    expect((await pulse()).sync).toMatchObject({ state: 'failed' });
    await directory.sync();
    expect((await pulse()).sync).toMatchObject({ state: 'succeeded' });
    expect(await health()).toBe('ok');
    await until(async () => expect(await attention()).toEqual([]));
  });
});
