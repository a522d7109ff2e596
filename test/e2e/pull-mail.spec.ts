import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { bobEmployee, HiBobEmulator } from '../emulators/hibob/hibob-emulator.js';
import { until } from '../support/index.js';
import { headerOf, MailServer } from '../support/smtp.js';
import { ManagementClient } from './management-client.js';
import { LOOPBACK, PulledDirectory } from './pulled-directory.js';

describe('the mails of a pulled directory', () => {
  let client: ManagementClient;
  let worker: RunningWorker;
  let server: MailServer;
  let bob: HiBobEmulator;
  let directory: PulledDirectory;

  beforeAll(async () => {
    server = await MailServer.start();
    client = await ManagementClient.start({
      ...LOOPBACK,
      SMTP_URL: server.url,
      MAIL_FROM: 'Rollcall <rollcall@example.com>',
    });
    worker = await client.startWorker();
  });

  afterAll(async () => {
    await worker.close();
    await client.stop();
    await server.close();
  });

  beforeEach(async () => {
    server.clear();
    bob = await new HiBobEmulator().listen();
    for (let at = 0; at < 3; at += 1) bob.people.put(bobEmployee(`p${at}`, ['Person', String(at)]));
    directory = await PulledDirectory.create(client, 'HIBOB');
    await directory.connect(bob.settings, bob.secrets);
    await client.call('PUT', `/api/v1/organizations/${directory.organizationId}/mail`, {
      welcome_mail: true,
      sign_in_url: 'https://app.example.com/login',
      it_contacts: ['it@example.com', 'ops@example.com'],
    });
  });

  afterEach(() => bob.close());

  const mails = async () =>
    (await client.get(`organizations/${directory.organizationId}/mails?page_size=100`)).body.mails;
  const kinds = async () => ((await mails()) as { mail: string; to: string }[]).map(({ mail, to }) => `${mail} ${to}`);

  it('tell the IT contacts of three failures in a row, once until it succeeds again', async () => {
    const refuse = () => directory.connect(bob.settings, { ...bob.secrets, token: 'a-wrong-secret' });
    await refuse();
    await directory.sync();
    await directory.sync();
    expect(await kinds()).toEqual([]);
    await directory.sync();
    const both = ['connection_failing it@example.com', 'connection_failing ops@example.com'];
    expect((await kinds()).sort()).toEqual(both);
    await directory.sync();
    expect((await kinds()).sort()).toEqual(both);
    await until(() => expect(server.to('it@example.com')).toHaveLength(1));
    const { raw } = server.to('it@example.com')[0]!;
    expect(headerOf(raw, 'Subject')).toContain('is failing');
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(raw).toContain('3 times in a row');
    expect(raw).toContain('refuses the credentials');
    expect(raw).not.toContain('a-wrong-secret');

    await directory.connect(bob.settings, bob.secrets);
    expect(await directory.sync()).toMatchObject({ state: 'succeeded' });
    await refuse();
    for (let round = 0; round < 3; round += 1) await directory.sync();
    expect(await kinds()).toHaveLength(4);
  });

  it('are not caused by dry runs that fail', async () => {
    await directory.connect(bob.settings, { ...bob.secrets, token: 'a-wrong-secret' });
    for (let round = 0; round < 3; round += 1) await directory.sync({ dry_run: true });
    expect(await kinds()).toEqual([]);
  });

  it('tell the IT contacts of a sync that waits for review, once, and welcome nobody of the first sync', async () => {
    await directory.sync();
    for (let at = 0; at < 3; at += 1) bob.people.remove(`p${at}`);
    const { id } = await directory.sync();
    await directory.sync();
    expect((await kinds()).sort()).toEqual(['sync_needs_review it@example.com', 'sync_needs_review ops@example.com']);
    // Mails of the test before may still arrive.
    const ours = () => server.to('it@example.com').filter(({ raw }) => raw.includes(id));
    await until(() => expect(ours()).toHaveLength(1));
    const { raw } = ours()[0]!;
    expect(raw).toContain('3 of 3 people');
    expect(raw).toContain('The source lists nobody');
  });
});
