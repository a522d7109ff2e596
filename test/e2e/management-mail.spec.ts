import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { createPool } from '#persistence';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { until } from '../support/index.js';
import { headerOf, MailServer } from '../support/smtp.js';
import { ManagementClient } from './management-client.js';

const WELCOME = { welcome_mail: true, sign_in_url: 'https://app.example.com/login', it_contacts: ['it@example.com'] };

let server: MailServer;
let app: ManagementClient;
let worker: RunningWorker;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  server = await MailServer.start();
  const mail = { SMTP_URL: server.url, MAIL_FROM: 'Rollcall <rollcall@example.com>' };
  app = await ManagementClient.start(mail);
  const environment = loadEnvironment({
    DATABASE_URL: app.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...mail,
  });
  worker = await startWorker(environment, { logger: false });
});
afterAll(async () => {
  await worker.close();
  await app.stop();
  await server.close();
});
beforeEach(async () => {
  server.clear();
  directory = await app.directory();
});

const put = (mail: object) => app.call('PUT', `/api/v1/organizations/${directory.organizationId}/mail`, mail);
const mailsOf = async (query = '') =>
  (await app.get(`organizations/${directory.organizationId}/mails?${query}`)).body.mails;
const test = (body: object) => app.post(`organizations/${directory.organizationId}/mail:test`, body);
/** The initial sync is over. */
const settle = async () => {
  await app.user(directory, 'first@example.com');
  const pool = createPool(app.database.url, { max: 1, name: 'test' });
  await pool.query(`UPDATE directory_counters SET initial_sync_until = now() - interval '1 second'`);
  await pool.end();
};

it('samples go to whatever address, and so not without end', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 35 }, async () => (await test({ to: 'it@example.com', mail: 'departed' })).status),
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(30);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect(server.to('it@example.com')).toHaveLength(30);
  directory = await app.directory();
  expect((await test({ to: 'it@example.com', mail: 'departed' })).status).toBe(200);
});

describe('a newcomer', () => {
  it('is welcomed once, which the log shows, the export holds, and an erasure forgets', async () => {
    expect((await put(WELCOME)).body.mail).not.toHaveProperty('warning');
    await settle();
    const id = await app.user(directory, 'ada@example.com', { name: { givenName: 'Ada' } });
    await until(() => expect(server.to('ada@example.com')).toHaveLength(1));
    const mail = await until(async () => {
      const [first] = await mailsOf('state=sent');
      expect(first).toMatchObject({ mail: 'welcome', to: 'ada@example.com', user_id: id, error: null });
      return first;
    });
    expect(mail.attempts).toMatchObject([{ number: 1, outcome: 'sent', status: 250 }]);
    expect(await mailsOf('mail=departed')).toEqual([]);
    expect(await mailsOf('to=Ada@example.com')).toHaveLength(1);
    expect((await app.post(`mails/${mail.id}:retry`)).body).toMatchObject({ message: expect.stringContaining('sent') });
    const personal = `${directory.path}/users/${id}/personal_data`;
    expect((await app.get(personal)).body.personal_data.mails).toMatchObject([{ recipient: 'ada@example.com' }]);
    expect((await app.delete(personal)).status).toBe(204);
    expect(await mailsOf()).toEqual([]);
    expect((await app.post(`mails/${mail.id}:retry`)).status).toBe(404);
  });

  it('is stored while no mail server answers', async () => {
    await put(WELCOME);
    await settle();
    server.refuseRecipient = () => ({ code: 421, text: 'closing' });
    await app.user(directory, 'ada@example.com');
    const mail = await until(async () => {
      const [first] = await mailsOf('state=retrying');
      expect(first).toMatchObject({ error: expect.stringContaining('closing') });
      return first;
    });
    server.clear();
    expect((await app.post(`mails/${mail.id}:retry`)).body.mail).toMatchObject({ state: 'queued', attempts: [{}] });
    await until(() => expect(server.to('ada@example.com')).toHaveLength(1));
  });
});

it('tells of who leaves by a policy, too, though the request that sets the policy lets them leave', async () => {
  await put(WELCOME);
  const id = await app.user(directory, 'eve@example.com', { title: '2020-01-01T00:00:00Z' });
  const policy = { departure: 'graceful', departure_attribute: 'title', notify: ['it'] };
  expect((await app.call('PUT', `/api/v1/${directory.path}/policy`, policy)).status).toBe(200);
  await until(async () => {
    expect(await mailsOf('mail=departed')).toMatchObject([{ to: 'it@example.com', user_id: id }]);
    expect(server.to('it@example.com')).toHaveLength(1);
  });
});

describe('a sample', () => {
  it('is sent at once, with the template of the organization', async () => {
    await put({ templates: { departed: { subject: '{{user.name}} left', text: 'On {{departure.date}}' } } });
    const reply = await test({ to: 'me@example.com', mail: 'departed' });
    expect(reply.body.test).toMatchObject({ outcome: 'sent', status: 250, subject: 'Ada Lovelace left' });
    expect(headerOf(server.to('me@example.com')[0]!.raw, 'Subject')).toBe('Ada Lovelace left');
  });

  it('answers with what the server said', async () => {
    server.refuseRecipient = () => ({ code: 550, text: 'nobody of that name' });
    expect((await test({ to: 'me@example.com', mail: 'welcome' })).body.test).toMatchObject({
      outcome: 'failed',
      status: 550,
      detail: expect.stringContaining('nobody of that name'),
    });
  });

  it.each([
    [{ to: 'me@example.com\r\nBcc: all@example.com', mail: 'welcome' }, 'to'],
    [{ to: 'me@example.com, you@example.com', mail: 'welcome' }, 'to'],
    [{ to: 'me@example.com', mail: 'goodbye' }, 'mail'],
  ])('such as %j is refused', async (body, field) => {
    const reply = await test(body);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
    expect(server.mails).toEqual([]);
  });
});

describe('templates', () => {
  it('are kept, and read back as they can be put', async () => {
    const templates = { welcome: { subject: 'Hi', text: 'Hi {{ user.name }}', html: '<p>{{user.name}}</p>' } };
    const { mail } = (await put({ templates })).body;
    expect(mail.templates).toEqual(templates);
    expect((await put({ mail })).body).toEqual({ mail });
  });

  it.each([
    [{ welcome: { subject: 'a', text: '{{user.password}}' } }, 'templates.welcome.text', '{{user.password}}'],
    [{ departed: { subject: '{{held.count}}', text: 'a' } }, 'templates.departed.subject', '{{held.count}}'],
    [{ departed: { subject: 'a\r\nBcc: b@example.com', text: 'a' } }, 'templates.departed.subject', 'one line'],
    [{ departed: { subject: 'a', text: 'a', html: '<p>{{user.name</p>' } }, 'templates.departed.html', '}}'],
    [{ departed: { subject: 'a' } }, 'templates.departed.text', 'must be a string'],
    [{ departed: { subject: 'a', text: 'a', bcc: 'b' } }, 'templates.departed.bcc', 'subject, text, html'],
    [{ goodbye: { subject: 'a', text: 'a' } }, 'templates.goodbye', 'departed'],
  ])('such as %j are refused by name', async (templates, field, words) => {
    const reply = await put({ templates });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations).toEqual([{ field, description: expect.stringContaining(words) }]);
  });
});

describe('without SMTP_URL', () => {
  let silent: ManagementClient;
  beforeAll(async () => {
    silent = await ManagementClient.start();
  });
  afterAll(() => silent.stop());

  it('settings that need mail say so, nothing is queued, and no sample is sent', async () => {
    const own = await silent.directory();
    const path = `/api/v1/organizations/${own.organizationId}/mail`;
    const off = expect.stringContaining('SMTP_URL');
    const { mail } = (await silent.call('PUT', path, WELCOME)).body;
    expect(mail).toMatchObject({ welcome_mail: true, warning: off });
    expect((await silent.call('PUT', path, { mail })).status).toBe(200);
    const policy = `/api/v1/${own.path}/policy`;
    expect((await silent.call('PUT', policy, { notify: ['it'] })).body.policy.warning).toEqual(off);
    expect((await silent.call('PUT', policy, {})).body.policy).not.toHaveProperty('warning');
    await silent.user(own, 'ada@example.com');
    expect((await silent.get(`organizations/${own.organizationId}/mails`)).body.mails).toEqual([]);
    const reply = await silent.call('POST', `${path}:test`, { to: 'me@example.com', mail: 'welcome' });
    expect(reply).toMatchObject({ status: 409, body: { message: off } });
  });
});
