import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Directory, Rollcall } from '#client';
import { run } from '../../apps/cli/src/run.js';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

let app: ManagementClient;
let worker: RunningWorker;
let bob: HiBobEmulator;
let pulled: PulledDirectory;
let scratch: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'rollcall-cli-'));
  app = await ManagementClient.start(LOOPBACK);
  worker = await app.startWorker();
});
afterAll(async () => {
  await worker.close();
  await app.stop();
  rmSync(scratch, { recursive: true });
});
beforeEach(async () => {
  bob = await new HiBobEmulator().listen();
  for (let at = 0; at < 3; at += 1) bob.people.put(bobEmployee(`p${at}`, ['Person', String(at)]));
  pulled = await PulledDirectory.create(app, 'HIBOB');
  await pulled.connect(bob.settings, bob.secrets);
});
afterEach(() => bob.close());

const everybodyGoes = () => [0, 1, 2].forEach((at) => bob.people.remove(`p${at}`));

describe('rollcall directories', () => {
  async function cli(args: string) {
    let out = '';
    let err = '';
    const status = await run(args.split(' '), {
      env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY, ROLLCALL_DATA_DIR: scratch },
      out: { write: (text) => (out += text) },
      err: { write: (text) => (err += text) },
      signal: new AbortController().signal,
      name: 'rollcall',
    });
    return { status, out, err };
  }

  it('syncs, first only to see, and lists what has been done', async () => {
    const dry = await cli(`directories sync ${pulled.id} --dry-run --wait`);
    expect(dry).toMatchObject({ status: 0, out: expect.stringContaining('succeeded (dry run)') });
    expect(dry.out).toContain('3 created, 0 updated');
    const real = await cli(`directories sync ${pulled.id} --org ${pulled.organizationId} --wait --json`);
    expect(JSON.parse(real.out)).toMatchObject({ state: 'succeeded', created: 3, dry_run: false });
    const { out } = await cli(`directories syncs ${pulled.id}`);
    expect(out).toMatch(/^ID +STATE +TRIGGER +CREATED +UPDATED +LEFT/);
    expect(out).toMatch(/succeeded +manual +3/);
    expect(out).toContain('succeeded (dry run)');
    expect((await cli(`directories syncs ${pulled.id} --limit 1`)).err).toContain('There are more than 1');
  });

  it('says why a sync failed, and exits with 1', async () => {
    await pulled.connect(bob.settings, { ...bob.secrets, token: 'a-wrong-secret' });
    const failed = await cli(`directories sync ${pulled.id} --wait`);
    expect(failed.status).toBe(1);
    expect(failed.out).toMatch(/error +HiBob refuses the credentials/);
    expect(failed.out + failed.err).not.toContain('a-wrong-secret');
    expect((await cli(`directories syncs ${pulled.id}`)).out).toContain('HiBob refuses the credentials');
  });

  it('shows who would leave, and lets them go or stay', async () => {
    await pulled.sync();
    everybodyGoes();
    const stopped = await cli(`directories sync ${pulled.id} --wait`);
    expect(stopped).toMatchObject({ status: 1, out: expect.stringContaining('needs_review') });
    const id = /^(\S+)/.exec(stopped.out)![1]!;
    const shown = await cli(`directories review ${pulled.id} ${id}`);
    expect(shown.out).toContain('The source lists nobody');
    expect(shown.out).toContain('person.1@acme.com');
    // There is no terminal to ask.
    expect((await cli(`directories review ${pulled.id} ${id} --decision approve`)).status).not.toBe(0);
    expect((await pulled.get(`syncs/${id}`)).body.sync.state).toBe('needs_review');
    expect((await cli(`directories review ${pulled.id} ${id} --decision reject`)).out).toContain('canceled');
    expect((await pulled.users()).get('person.1@acme.com').active).toBe(true);

    const again = await pulled.sync();
    expect((await cli(`directories review ${pulled.id} ${again.id} --decision approve --yes`)).status).toBe(0);
    expect(await pulled.over(again.id)).toMatchObject({ state: 'succeeded', deactivated: 3 });
    const late = await cli(`directories review ${pulled.id} ${again.id} --decision reject`);
    expect(late).toMatchObject({ status: 1, err: expect.stringContaining('succeeded') });
  });
});

it('@rollcall/client syncs, follows the sync, and decides', async () => {
  const { directories } = new Rollcall({ baseUrl: app.api.url, apiKey: API_KEY });
  const directory: Directory = await directories.get({ id: pulled.id, organization_id: pulled.organizationId });
  const ended = (id: string) =>
    until(async () => {
      const sync = await directories.getSync(directory, id);
      expect(['queued', 'running']).not.toContain(sync.state);
      return sync;
    });
  const dry = await ended((await directories.sync(directory, { dry_run: true })).id);
  expect(dry).toMatchObject({ state: 'succeeded', dry_run: true, created: 3 });
  const people = await directories.syncChanges(directory, dry.id).toArray();
  expect(people.map(({ kind, user }) => [kind, user.email])).toContainEqual(['created', 'person.1@acme.com']);
  expect(await directories.syncChanges(directory, dry.id, { query: 'PERSON.2' }).toArray()).toHaveLength(1);
  await ended((await directories.sync(directory)).id);
  everybodyGoes();
  const stopped = await ended((await directories.sync(directory)).id);
  expect(stopped).toMatchObject({ state: 'needs_review', review: { would_deactivate: 3, of: 3 } });
  expect(await directories.decideSync(directory, stopped.id, 'reject')).toMatchObject({ state: 'canceled' });
  expect((await directories.syncs(directory).toArray()).map(({ state }) => state)).toEqual([
    'canceled',
    'succeeded',
    'succeeded',
  ]);
});
