import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { ManagementClient } from '../e2e/management-client.js';
import { LOOPBACK, PulledDirectory, type Sync } from '../e2e/pulled-directory.js';
import { rateLimited } from '../emulators/fault.js';
import { type ConformanceSource, FAILURES, SOURCES } from './conformance-sources.js';

const KEYS = Array.from({ length: 15 }, (_, at) => `person${at}`);

describe.each(SOURCES)('%s, through the broker', (_name, provider, type, start) => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let source: ConformanceSource;
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
    source = await start();
    for (const key of KEYS) await source.add(key);
    directory = await PulledDirectory.create(client, provider, type);
    expect((await directory.connect(source.settings, source.secrets)).status).toBe(200);
  });

  afterEach(() => source.close());

  const events = async () =>
    (await client.events(`directory_id=${directory.id}&page_size=100`, 0))
      .map(({ type: name }) => name.split('.').at(-1)!)
      .filter((name) => name.startsWith('user_'));
  const lastReason = async (count: number) =>
    (await client.events(`directory_id=${directory.id}&types=organization.directory.user_deleted`, count)).at(-1)!.data;
  const person = async (key: string): Promise<Sync> => (await directory.users()).get(`${key}@acme.com`);

  it('tells of everybody once, and of nothing when nothing has changed', async () => {
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 15, error: null });
    const said = await events();
    expect(said).toEqual(KEYS.map(() => 'user_created'));
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 0, updated: 0, deactivated: 0 });
    expect(await events()).toEqual(said);
  });

  it('follows a change, a leaver, and who comes back under the same id', async () => {
    await directory.sync();
    const { id } = await person('person2');
    await source.setTitle('person1', 'Chief');
    if (source.deactivate) await source.deactivate('person2');
    await source.remove('person3');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', updated: 1 });
    expect(await person('person1')).toMatchObject({ active: true, user_detail: { title: 'Chief' } });
    expect((await person('person3')).active).toBe(false);
    if (source.deactivate) {
      expect(await person('person2')).toMatchObject({ id, active: false });
      expect(['deleted', 'deactivated']).toContain((await lastReason(2))['reason']);
    } else expect((await lastReason(1))['reason']).toBe('deleted');

    // LDAP gives a new id to an entry that is created anew: another person, by its own rules.
    if (type === 'LDAP') return;
    const before = (await person('person3')).id;
    await source.add('person3');
    await source.add('person2');
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', reactivated: 2 });
    expect(await person('person3')).toMatchObject({ id: before, active: true });
    expect(await person('person2')).toMatchObject({ id, active: true });
  });

  it('keeps people without an address, and the first of two with the same name', async () => {
    if (provider === 'GOOGLE') return;
    await source.add('nomail', null);
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 16, skipped: 0 });
    if (type === 'LDAP') return;
    await source.add('twin', 'person4@acme.com');
    const second = await directory.sync();
    expect(second).toMatchObject({ state: 'succeeded', created: 0, skipped: 1 });
    expect(second.warnings).toMatchObject([{ code: 'user_name_taken' }]);
  });

  it.each(FAILURES)('lets nobody leave where the listing %s', async (_what, fault) => {
    if (source.http === undefined) return;
    await directory.sync();
    await source.remove('person1');
    source.http.emulator.faults.add(fault, { when: source.http.listing, times: Infinity });
    expect(await directory.sync()).toMatchObject({
      state: 'failed',
      deactivated: 0,
      error: { hint: expect.any(String) },
    });
    expect((await person('person1')).active).toBe(true);
    source.http.emulator.faults.clear();
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', error: null, deactivated: 1 });
  });

  it('waits as it is asked to, or by itself', async () => {
    if (source.http === undefined) return;
    const { emulator, listing } = source.http;
    emulator.faults.add(rateLimited('1'), { when: listing });
    emulator.faults.add(rateLimited(), { when: listing });
    const before = performance.now();
    expect(await directory.sync()).toMatchObject({ state: 'succeeded', created: 15 });
    expect(performance.now() - before).toBeGreaterThan(1_000);
  });

  it('says that the credentials are refused, without them', async () => {
    await directory.connect(source.settings, source.wrongSecrets);
    const failed = await directory.sync();
    expect(failed).toMatchObject({
      state: 'failed',
      error: { code: 'credentials_rejected', hint: expect.any(String) },
    });
    const { body, text } = await directory.post('connection:test');
    expect(body.ok).toBe(false);
    expect(JSON.stringify(failed) + text + (await directory.get('connection')).text).not.toContain('a-wrong-secret');
  });

  it('stops before everybody leaves', async () => {
    await directory.sync();
    for (const key of KEYS) await source.remove(key);
    expect(await directory.sync()).toMatchObject({ state: 'needs_review', deactivated: 0 });
    expect((await person('person1')).active).toBe(true);
  });
});
