import { createServer, type Server } from 'node:net';
import { type AddressInfo } from 'node:net';
import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Change, DirectoryChanges, newId } from '#directory';
import { MailSender, NO_MAIL, type MailSettings } from '#mail';
import {
  createPool,
  DeprovisioningReminders,
  MailQueue,
  MailStore,
  OrganizationMail,
  PostgresDirectoryTransactions,
} from '#persistence';
import { MailPass } from '../../apps/worker/src/mail/mail-pass.js';
import { createDatabase, type TestDatabase, until } from '../support/index.js';
import { seedDirectory, type SeededDirectory, seedEndpoint } from '../support/seed.js';
import { headerOf, MailServer } from '../support/smtp.js';

const SETTINGS: MailSettings = {
  ...NO_MAIL,
  welcome_mail: true,
  sign_in_url: 'https://app.example.com/login',
  it_contacts: ['it@example.com'],
};
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let pool: Pool;
let server: MailServer;
let store: MailStore;
let sender: MailSender;
let directory: SeededDirectory;
let now: number;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.url, { max: 4, name: 'test' });
  server = await MailServer.start();
  store = new MailStore(pool);
  sender = new MailSender({ url: server.url, from: 'Rollcall <rollcall@example.com>' });
});
afterAll(async () => {
  sender.close();
  await server.close();
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query('DELETE FROM mails');
  server.clear();
  now = Date.now();
  directory = await seedDirectory(pool);
  await new OrganizationMail(pool).save(directory.organizationId, SETTINGS);
});

const bell = { ring: () => {}, announce: () => {} };
const changesWith = (mails: boolean) =>
  new DirectoryChanges(new PostgresDirectoryTransactions(pool, false, mails), bell, () => new Date(now));
const person = (name: string, more: object = {}): Change => ({
  kind: 'create-user',
  resource: { userName: `${name}@example.com`, name: { givenName: name, familyName: 'Doe' }, ...more },
  caller: {},
});
const apply = async (...changes: Change[]): Promise<string[]> => {
  const results = await changesWith(true).apply(directory.directoryId, changes);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return (result.value as { user: { id: string } }).user.id;
  });
};
const mails = async () =>
  (
    await pool.query<{ mail: string; recipient: string; state: string; user_id: string | null; subject: string }>(
      'SELECT mail, recipient, state, user_id, subject FROM mails ORDER BY id',
    )
  ).rows;
const kinds = async () => (await mails()).map(({ mail, recipient }) => `${mail} ${recipient}`);
const setActive = (id: string, active: boolean): Change => ({
  kind: 'update-user',
  id,
  change: (current) => ({ ...current, active }),
  caller: {},
});
/** The initial sync is over. */
const settle = async () => {
  await apply(person('first'));
  now += HOUR_MS + 1;
};
const pass = (options: Partial<ConstructorParameters<typeof MailPass>[0]> = {}) =>
  new MailPass({ store, sender, ...options });
const hire = async (name = 'Ada') => {
  await settle();
  return (await apply(person(name)))[0]!;
};

describe('a welcome mail', () => {
  it('goes to nobody of an initial sync of 5,000 people, and to whoever comes afterwards', async () => {
    for (let page = 0; page < 50; page++) {
      await apply(...Array.from({ length: 100 }, (_, index) => person(`user${page * 100 + index}`)));
      // A slow one: it lasts a day.
      now += HOUR_MS / 2;
    }
    expect(await mails()).toEqual([]);
    now += HOUR_MS;
    const [id] = await apply(person('Newcomer'));
    expect(await mails()).toEqual([
      {
        mail: 'welcome',
        recipient: 'Newcomer@example.com',
        state: 'queued',
        user_id: id,
        subject: 'Welcome to Seeded',
      },
    ]);
  });

  it('comes with the first activation, and never with a reactivation or a return', async () => {
    await settle();
    const [id] = await apply(person('Ada', { active: false, externalId: 'ada' }));
    expect(await mails()).toEqual([]);
    await apply(setActive(id!, true));
    expect(await kinds()).toEqual(['welcome Ada@example.com']);
    await apply(setActive(id!, false));
    await apply(setActive(id!, true));
    await changesWith(true).apply(directory.directoryId, [{ kind: 'delete-user', id: id!, caller: {} }]);
    expect(await apply(person('Ada', { externalId: 'ada' }))).toEqual([id]);
    expect(await kinds()).toEqual(['welcome Ada@example.com']);
  });

  it('goes to nobody who is imported, or while it is off, or where no mail can be sent', async () => {
    await settle();
    const id = newId('diruser');
    const resource = { userName: 'imported@example.com' };
    await changesWith(true).apply(directory.directoryId, [
      { kind: 'import-user', id, resource, groupIds: [], caller: {} },
    ]);
    await changesWith(false).apply(directory.directoryId, [person('Nobody')]);
    await new OrganizationMail(pool).save(directory.organizationId, { ...SETTINGS, welcome_mail: false });
    await apply(person('Unwelcome'));
    expect(await mails()).toEqual([]);
  });

  it('is gone with the change that was rolled back', async () => {
    await settle();
    const results = await changesWith(true).apply(directory.directoryId, [person('first')]);
    expect(results[0]!.status).toBe('rejected');
    expect(await mails()).toEqual([]);
  });

  it.each(['ada@example.com\r\nBcc: all@example.com', 'a@example.com, b@example.com', 'Ada <ada@example.com>', 'ada'])(
    'to %j is suppressed',
    async (value) => {
      await settle();
      await apply(person('Ada', { emails: [{ value }] }));
      expect(await mails()).toMatchObject([{ mail: 'welcome', state: 'suppressed' }]);
      await pass().run();
      expect(server.mails).toEqual([]);
    },
  );
});

describe('sending', () => {
  it('has text and HTML, says that it is automatic, and keeps what names carry out of the headers', async () => {
    await new OrganizationMail(pool).save(directory.organizationId, {
      ...SETTINGS,
      templates: {
        welcome: { subject: 'Hi {{user.given_name}}', text: 'Hi {{user.name}}', html: '<p>{{user.given_name}}</p>' },
      },
    });
    await settle();
    const givenName = '<b>Ada</b>\r\nBcc: all@example.com';
    await apply(person('Ada', { name: { givenName }, emails: [{ value: 'ada@example.com' }] }));
    await pass().run();
    const [{ raw, to, from }] = server.mails as [(typeof server.mails)[0]];
    expect({ to, from }).toEqual({ to: ['ada@example.com'], from: 'rollcall@example.com' });
    expect(headerOf(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(headerOf(raw, 'Bcc')).toBe('');
    expect(headerOf(raw, 'Subject')).toBe('Hi <b>Ada</b> Bcc: all@example.com');
    expect(headerOf(raw, 'Message-ID')).toMatch(/^<[0-9a-f]{40}@example\.com>$/);
    expect(headerOf(raw, 'Content-Type')).toContain('multipart/alternative');
    expect(raw).toContain('Content-Type: text/plain');
    expect(raw).toContain('<p>&lt;b&gt;Ada&lt;/b&gt; Bcc: all@example.com</p>');
    expect(await mails()).toMatchObject([{ state: 'sent' }]);
    const { rows } = await pool.query('SELECT text_part, html_part FROM mails');
    expect(rows).toEqual([{ text_part: '', html_part: '' }]);
  });

  it('is retried after a 4xx, and not after a 5xx', async () => {
    await hire();
    server.refuseRecipient = () => ({ code: 451, text: 'try again later' });
    await pass({ delaysMs: [0] }).run();
    expect(await mails()).toMatchObject([{ state: 'retrying' }]);
    server.refuseRecipient = () => ({ code: 550, text: 'no such user' });
    await pass({ delaysMs: [0, 0] }).run();
    expect(await mails()).toMatchObject([{ state: 'failed' }]);
    const { items } = await store.page(directory.organizationId, { state: 'failed' }, { size: 10 });
    expect(items[0]!.attempts.map(({ number, outcome, status }) => [number, outcome, status])).toEqual([
      [1, 'failed', 451],
      [2, 'failed', 550],
    ]);
    expect(items[0]!.error).toContain('no such user');
    server.clear();
    expect(await store.retry(items[0]!.id)).toBe(true);
    await pass().run();
    expect(await mails()).toMatchObject([{ state: 'sent' }]);
    expect(await store.retry(items[0]!.id)).toBe(false);
  });

  it('gives up after five attempts', async () => {
    await hire();
    server.refuseData = () => ({ code: 452, text: 'mailbox full' });
    for (let attempt = 1; attempt <= 5; attempt++) {
      await pass().run();
      await pool.query(`UPDATE mails SET next_attempt_at = now() WHERE state = 'retrying'`);
    }
    expect(await mails()).toMatchObject([{ state: 'failed' }]);
    expect((await store.page(directory.organizationId, {}, { size: 1 })).items[0]!.attempts).toHaveLength(5);
  });

  it('uses STARTTLS where it is offered, and trusts no certificate that nobody vouches for', async () => {
    const encrypted = await MailServer.start({});
    const from = 'rollcall@example.com';
    const mail = { to: 'ada@example.com', subject: 'a', text: 'b', html: 'c', messageKey: 'key' };
    const strict = new MailSender({ url: encrypted.url, from });
    expect(await strict.send(mail)).toMatchObject({ outcome: 'failed', permanent: false });
    expect(encrypted.mails).toEqual([]);
    const trusting = new MailSender({ url: `${encrypted.url}/?tls.rejectUnauthorized=false`, from });
    expect(await trusting.send(mail)).toMatchObject({ outcome: 'sent', status: 250 });
    expect(encrypted.mails).toMatchObject([{ secure: true }]);
    strict.close();
    trusting.close();
    await encrypted.close();
  });

  it('ends with a server that says nothing', async () => {
    const sockets = new Set<{ destroy(): void }>();
    const silent: Server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const url = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const impatient = new MailSender({ url, from: 'rollcall@example.com', limits: { greetingMs: 50 } });
    await hire();
    await pass({ sender: impatient }).run();
    expect(await mails()).toMatchObject([{ state: 'retrying' }]);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('has one Message-ID per cause, whenever workers die', async () => {
    await settle();
    const ids = await apply(...['Ada', 'Grace', 'Edsger'].map((name) => person(name)));
    // One dies before it sends anything, one after the server has accepted and before it could say so.
    const [first] = await store.claim(1, 0);
    expect(first!.to).toBe('Ada@example.com');
    const [second] = await store.claim(1, 60_000).then((claimed) => claimed);
    expect(await sender.send(second!)).toMatchObject({ outcome: 'sent' });
    await pool.query(`UPDATE mails SET lease_until = now() WHERE state = 'sending'`);
    await pass().run();
    expect(server.mails).toHaveLength(4);
    expect(new Set(server.messageIds).size).toBe(ids.length);
    expect((await mails()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('of one mail is done by one worker at a time', async () => {
    await settle();
    await apply(...Array.from({ length: 20 }, (_, index) => person(`Person${index}`)));
    const both = async () => {
      while (await pass().run());
    };
    await Promise.all([both(), both(), both()]);
    expect(server.mails).toHaveLength(20);
    expect(new Set(server.messageIds).size).toBe(20);
  });

  it('is recorded by no worker whose lease went to another worker', async () => {
    await hire();
    const [late] = await store.claim(1, 0);
    await store.claim(1, 60_000);
    await store.record(late!, { outcome: 'sent', status: 250, detail: '', permanent: false, durationMs: 1 }, undefined);
    expect(await mails()).toMatchObject([{ state: 'sending' }]);
  });
});

describe('notices', () => {
  const DATE = 'urn:example:2.0:User:lastDay';
  const leaving = (lastDay?: string) => ({
    'urn:example:2.0:User': { lastDay },
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { value: 'boss' } },
  });
  const graceful = (more: object = {}) =>
    pool.query('UPDATE directories SET policy = $2 WHERE id = $1', [
      directory.directoryId,
      JSON.stringify({ departure: 'graceful', departure_attribute: DATE, notify: ['manager', 'it'], ...more }),
    ]);
  const move = (id: string, lastDay?: string): Change => ({
    kind: 'update-user',
    id,
    change: (current) => ({ ...current, ...leaving(lastDay) }),
    caller: {},
  });

  beforeEach(async () => {
    await new OrganizationMail(pool).save(directory.organizationId, { ...SETTINGS, welcome_mail: false });
  });

  it('tell manager and IT when a departure is scheduled, moved and canceled, and on the day', async () => {
    await graceful();
    await apply(person('boss', { externalId: 'boss' }));
    const day = (days: number) => new Date(now + days * 24 * HOUR_MS).toISOString();
    const [id] = await apply(person('Ada', leaving(day(10))));
    await apply(move(id!, day(5)));
    await apply(move(id!, day(5)));
    await apply(move(id!));
    await apply(move(id!, day(2)));
    now += 3 * 24 * HOUR_MS;
    await changesWith(true).upkeep(directory.directoryId, { name: 'depart' });
    const told = await kinds();
    const expected = ['scheduled', 'moved', 'canceled', 'scheduled'].map((what) => `departure_${what}`);
    for (const to of ['it@example.com', 'boss@example.com']) {
      expect(told.filter((kind) => kind.endsWith(to)).map((kind) => kind.split(' ')[0])).toEqual([
        ...expected,
        'departed',
      ]);
    }
    expect(told).toHaveLength(10);
  });

  it('tell of a departure that the identity provider brings forward', async () => {
    await graceful({ notify: ['it'] });
    const [id] = await apply(person('Ada', leaving(new Date(now + 24 * HOUR_MS).toISOString())));
    await changesWith(true).apply(directory.directoryId, [{ kind: 'delete-user', id: id!, caller: {} }]);
    expect(await kinds()).toEqual(['departure_scheduled it@example.com', 'departed it@example.com']);
  });

  it('tell of held departures once an hour', async () => {
    const alert = () =>
      changesWith(true).upkeep(directory.directoryId, { name: 'alert-mass-leave', deactivated: 9, held: 4, limit: 5 });
    await alert();
    now += HOUR_MS / 2;
    await alert();
    expect(await mails()).toMatchObject([{ mail: 'mass_leave_held', subject: '4 departures wait for approval' }]);
    now += HOUR_MS;
    await alert();
    expect(await mails()).toHaveLength(2);
  });

  it('tell of unacknowledged deprovisionings after a quarter of an hour, and after each further attempt', async () => {
    const endpoint = await seedEndpoint(pool, 'https://app.example.com/hooks?token=secret');
    const [ada, grace] = await apply(person('Ada'), person('Grace'));
    await apply(setActive(ada!, false), setActive(grace!, false));
    const reminders = new DeprovisioningReminders(pool, new MailQueue(true));
    expect(await reminders.run()).toBe(0);
    // The ids of what happened twenty minutes ago.
    await pool.query(
      `UPDATE deliveries SET id = id_at('dlv', now() - interval '20 minutes') || ordinal, created_at = now() - interval '20 minutes'
        WHERE endpoint_id = $1 AND lane = 1`,
      [endpoint],
    );
    expect(await reminders.run()).toBe(1);
    expect(await reminders.run()).toBe(0);
    await pool.query('UPDATE deliveries SET attempts = 3 WHERE endpoint_id = $1 AND lane = 1', [endpoint]);
    expect(await reminders.run()).toBe(1);
    const [first, second, ...more] = await mails();
    expect([first, second]).toMatchObject([
      { mail: 'deprovisioning_unacknowledged', subject: '2 deprovisioning(s) not acknowledged by app.example.com' },
      { mail: 'deprovisioning_unacknowledged', recipient: 'it@example.com' },
    ]);
    expect(more).toEqual([]);
    await pool.query('DELETE FROM webhook_endpoints WHERE id = $1', [endpoint]);
  });

  it('of a connector are queued once per cause', async () => {
    const queue = new MailQueue(true);
    const about = {
      mail: 'connection_failing' as const,
      organizationId: directory.organizationId,
      directoryId: directory.directoryId,
      cause: 'sync_1',
      values: { 'connection.error': '401', 'connection.failures': '3' },
    };
    await queue.toItContacts(pool, about);
    await queue.toItContacts(pool, about);
    await new MailQueue(false).toItContacts(pool, { ...about, cause: 'sync_2' });
    expect(await kinds()).toEqual(['connection_failing it@example.com']);
  });
});

it('forgets mails of long ago', async () => {
  await hire();
  await pool.query(`UPDATE mails SET id = id_at('mail', now() - interval '91 days')`);
  expect(await store.forgetOld()).toBe(1);
  await until(async () => expect(await mails()).toEqual([]));
});
