import { type Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { createPool } from '#persistence';
import { type RunningWorker, startWorker } from '../../apps/worker/src/main.js';
import { until } from '../support/index.js';
import { Receiver } from '../support/receiver.js';
import { ManagementClient } from './management-client.js';
import { PulledDirectory } from './pulled-directory.js';

let app: ManagementClient;
let worker: RunningWorker;
let receiver: Receiver;
let pool: Pool;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
  pool = createPool(app.database.url, { max: 2, name: 'test' });
  receiver = await Receiver.start();
  // What a chatty receiver answers.
  receiver.answer = ({ rawBody }) => ({ body: `got ${rawBody.toString()}` });
  const url = `http://127.0.0.1:${receiver.port}/`;
  await app.post('webhook_endpoints', { url });
  const environment = loadEnvironment({
    DATABASE_URL: app.database.url,
    ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ROLLCALL_ALLOW_PRIVATE_ENDPOINTS: 'true',
  });
  worker = await startWorker(environment, { logger: false });
});
afterAll(async () => {
  await worker.close();
  await receiver.close();
  await pool.end();
  await app.stop();
});
beforeEach(async () => {
  directory = await app.directory();
});

const dataOf = (id: string) => app.get(`${directory.path}/users/${id}/personal_data`);
const erase = (id: string) => app.delete(`${directory.path}/users/${id}/personal_data`);

/** Somebody of whom everything knows. */
async function lovelace(): Promise<string> {
  const id = await app.user(directory, 'lovelace@example.com', {
    externalId: 'okta-lovelace',
    name: { givenName: 'Ada', familyName: 'Lovelace' },
    emails: [{ value: 'lovelace@example.com', type: 'work' }],
  });
  await app.scim(directory, 'POST', 'Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: 'Engineering',
    members: [{ value: id }],
  });
  // The log of requests masks names, but cannot know them all.
  await pool.query(
    `INSERT INTO scim_requests (id, directory_id, at, method, path, status, duration_ms, request_id)
      VALUES ($1, $2, now(), 'GET', '/Users/Lovelace@example.com', 404, 1, 'r')`,
    [`req_${id}`, directory.directoryId],
  );
  return id;
}

describe('personal data', () => {
  it('is handed out whole: record, memberships, events, deliveries, attempts', async () => {
    const id = await lovelace();
    const data = await until(async () => {
      const { body } = await dataOf(id);
      expect(body.personal_data.deliveries.map(({ state }: { state: string }) => state)).toEqual([
        'delivered',
        'delivered',
      ]);
      return body.personal_data;
    }, 30_000);
    expect(data).toMatchObject({
      user: { id, external_id: 'okta-lovelace', resource: { name: { familyName: 'Lovelace' } }, erased_at: null },
      groups: [{ display_name: 'Engineering' }],
      events: [
        { type: 'organization.directory.user_created', data: { family_name: 'Lovelace' } },
        { type: 'organization.directory.user_updated' },
      ],
    });
    expect(data.deliveries[0].attempts).toMatchObject([
      { number: 1, response_body: expect.stringContaining('Lovelace') },
    ]);
  });

  it('is erased from everywhere; who is present leaves, and receivers hear it without a name', async () => {
    const id = await lovelace();
    await until(async () => {
      const { deliveries } = (await dataOf(id)).body.personal_data;
      expect(deliveries.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered']);
    }, 30_000);
    const { rows: tables } = await pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const traces = async () => {
      const found: string[] = [];
      for (const { name } of tables) {
        const { rows } = await pool.query(
          `SELECT FROM "${name}" t WHERE t::text ILIKE '%lovelace%' AND t::text LIKE $1`,
          [`%${name === 'scim_requests' ? directory.directoryId : id}%`],
        );
        if (rows.length > 0) found.push(name);
      }
      return found;
    };
    expect(await traces()).toEqual(expect.arrayContaining(['users', 'events', 'attempts', 'scim_requests']));

    expect((await erase(id)).status).toBe(204);
    const events = await app.events(
      `directory_id=${directory.directoryId}&types=organization.directory.user_deleted`,
      1,
    );
    expect(events[0]!.data).toEqual({
      id,
      directory_id: directory.directoryId,
      organization_id: directory.organizationId,
      active: false,
      version: 3,
      reason: 'deleted',
      erased: true,
    });
    expect(await traces()).toEqual([]);
    const { rows } = await pool.query(
      `SELECT FROM attempts a JOIN all_deliveries d ON d.id = a.delivery_id WHERE d.resource_id = $1 AND a.response_body ILIKE '%lovelace%'`,
      [id],
    );
    expect(rows).toEqual([]);
    const { user } = (await app.get(`${directory.path}/users/${id}`)).body;
    expect(user).toMatchObject({
      id,
      active: false,
      email: null,
      external_id: null,
      groups: [],
      preferred_username: id,
    });
    expect((await app.scim(directory, 'GET', `Users/${id}`)).status).toBe(404);
    expect((await app.get(directory.path)).body.directory.total_users).toBe(0);
  });

  it('is erased from reviews of syncs and of held departures, where others and what does not name the person stay', async () => {
    const id = await lovelace();
    const other = await app.user(directory, 'grace@example.com', {
      name: { givenName: 'Grace', familyName: 'Hopper' },
    });
    const decided = (reason: string) => ({
      reason: '2 of 4 people would leave',
      would_deactivate: 2,
      sample: [
        { id, email: 'lovelace@example.com', name: 'Ada Lovelace' },
        { id: other, email: 'grace@example.com', name: 'Grace Hopper' },
      ],
      decision: { decision: 'approved', reason, at: '2026-03-02T09:30:00Z' },
    });
    const warnings = [
      { code: 'a', message: 'Without an id.', count: 9, examples: ['CN=Ada Lovelace,OU=People'] },
      { code: 'b', message: 'Without an address.', count: 1, examples: ['CN=Grace Hopper,OU=People'] },
    ];
    const reasons = ['Mrs. LOVELACE told me', 'asked by okta-lovelace', 'the office in Canada closed'];
    for (const [at, reason] of reasons.entries()) {
      await pool.query(
        `INSERT INTO syncs (id, directory_id, trigger, scope, staging_id, state, finished_at, review, warnings)
          VALUES ($1, $2, 'manual', 'full', $1, 'succeeded', now(), $3, $4)`,
        [`sync_${at}${id}`, directory.directoryId, JSON.stringify(decided(reason)), JSON.stringify(warnings)],
      );
      await pool.query(
        `INSERT INTO held_departures (directory_id, user_id, kind, held_at, state, decided_at, reason)
          VALUES ($1, $2, 'deactivated', now(), 'rejected', now(), $3)`,
        [directory.directoryId, at === 0 ? id : `diruser_${at}${id}`, reason],
      );
    }
    expect((await erase(id)).status).toBe(204);
    const { rows: syncs } = await pool.query<{ review: ReturnType<typeof decided>; warnings: typeof warnings }>(
      'SELECT review, warnings FROM syncs WHERE directory_id = $1 ORDER BY id',
      [directory.directoryId],
    );
    const gone = 'The reason named a person whose data was erased.';
    expect(syncs.map(({ review }) => review.decision.reason)).toEqual([gone, gone, reasons[2]]);
    for (const { review, warnings: left } of syncs) {
      expect(review).toMatchObject({ would_deactivate: 2, sample: [{ id: other }] });
      expect(left).toEqual([{ ...warnings[0], examples: [] }, warnings[1]]);
    }
    const { rows: held } = await pool.query<{ reason: string }>(
      'SELECT reason FROM held_departures WHERE directory_id = $1 AND user_id <> $2 ORDER BY user_id',
      [directory.directoryId, id],
    );
    expect(held.map(({ reason }) => reason)).toEqual([gone, reasons[2]]);
  });

  describe('of a directory that is filled by files', () => {
    const FILE = `id,email,given_name,family_name
okta-lovelace,lovelace@example.com,Ada,Lovelace
2,hopper@example.com,Grace,Hopper
`;
    let csv: PulledDirectory;
    let waiting: string;
    const check = async () => (await csv.over((await csv.upload(FILE)).body.sync.id as string)).id as string;
    /** The tables of syncs that speak of somebody. */
    const traces = async (name: string) => {
      const found: string[] = [];
      for (const table of ['sync_users', 'sync_references', 'sync_members', 'sync_changes']) {
        const { rows } = await pool.query(
          `SELECT FROM ${table} t JOIN syncs s ON s.id = t.sync_id WHERE s.directory_id = $1 AND t::text ILIKE $2`,
          [csv.id, `%${name}%`],
        );
        if (rows.length > 0) found.push(table);
      }
      return found;
    };

    beforeEach(async () => {
      csv = await PulledDirectory.create(app, 'CSV');
      // Noted before anybody was there, and without an id.
      await check();
      await csv.over((await csv.upload(FILE, '?apply=true')).body.sync.id as string);
      waiting = await check();
      expect(await traces('lovelace')).toEqual(expect.arrayContaining(['sync_users', 'sync_changes']));
    });

    it('is erased from files that were checked, and from what syncs have noted', async () => {
      const { id } = (await csv.users()).get('lovelace@example.com') as { id: string };
      expect((await app.delete(`${csv.path}/users/${id}/personal_data`)).status).toBe(204);
      expect(await traces('lovelace')).toEqual([]);
      expect(await traces('hopper')).toEqual(['sync_changes']);
      expect((await csv.post(`syncs/${waiting}:apply`)).status).toBe(409);
      expect((await csv.users()).get('lovelace@example.com')).toBeUndefined();
    });

    it('is gone with the directory, syncs and all', async () => {
      expect((await app.delete(`${csv.path}?users=erase`)).status).toBe(204);
      for (const name of ['lovelace', 'hopper']) expect(await traces(name)).toEqual([]);
      const { rows } = await pool.query('SELECT FROM syncs WHERE directory_id = $1', [csv.id]);
      expect(rows).toEqual([]);
      const staged = await pool.query(`SELECT FROM sync_users t WHERE t::text ~* 'lovelace|hopper'`);
      expect(staged.rows).toEqual([]);
    });
  });

  it('is erased once: again changes nothing, and the person who comes back is a new one', async () => {
    const id = await lovelace();
    await app.scim(directory, 'DELETE', `Users/${id}`);
    expect((await erase(id)).status).toBe(204);
    expect((await erase(id)).status).toBe(204);
    expect((await app.get(directory.path)).body.directory.total_users).toBe(0);
    const again = await app.user(directory, 'lovelace@example.com', { externalId: 'okta-lovelace' });
    expect(again).not.toBe(id);
    const events = await app.events(
      `directory_id=${directory.directoryId}&types=organization.directory.user_deleted`,
      1,
    );
    expect(events).toHaveLength(1);
  });

  it('of nobody, or of another directory, is not found', async () => {
    const id = await app.user(directory, 'ada');
    directory = await app.directory();
    expect((await dataOf(id)).status).toBe(404);
    expect((await erase(id)).status).toBe(404);
    expect((await dataOf('diruser_nobody')).status).toBe(404);
  });

  it('needs an administrator', async () => {
    const id = await app.user(directory, 'ada');
    const { plain_key } = (await app.post('api_keys', { name: 'writer', scopes: ['write'] })).body;
    const path = `/api/v1/${directory.path}/users/${id}/personal_data`;
    for (const method of ['GET', 'DELETE']) {
      expect((await app.call(method, path, undefined, { authorization: `Bearer ${plain_key}` })).status).toBe(403);
    }
  });
});

describe('mail settings', () => {
  const path = () => `organizations/${directory.organizationId}/mail`;
  const put = (body: object) => app.call('PUT', `/api/v1/${path()}`, body);

  it('are off until they are set, and replaced as a whole', async () => {
    const none = {
      welcome_mail: false,
      subject: null,
      template: null,
      sign_in_url: null,
      it_contacts: [],
      templates: {},
    };
    expect((await app.get(path())).body).toEqual({ mail: none });
    const mail = {
      welcome_mail: true,
      subject: 'Welcome',
      template: 'Hello {{name}}: {{ sign_in_url }}',
      sign_in_url: 'https://app.example.com/login',
      it_contacts: ['it@example.com'],
      templates: {},
      // This server has no SMTP_URL.
      warning: 'SMTP_URL is not set: this deployment sends no mail',
    };
    expect(await put(mail)).toMatchObject({ status: 200, body: { mail } });
    expect((await app.get(path())).body).toEqual({ mail });
    expect((await put({})).body).toEqual({ mail: none });
  });

  it.each([
    [{ welcome_mail: true }, 'sign_in_url'],
    [{ sign_in_url: 'javascript:alert(1)' }, 'sign_in_url'],
    [{ it_contacts: ['nobody'] }, 'it_contacts'],
    [{ template: '{{password}}' }, 'template'],
    [{ subject: 'a\r\nBcc: all@example.com' }, 'subject'],
  ])('such as %j are refused by name', async (mail, field) => {
    const reply = await put(mail);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });

  it('of nobody are not found', async () => {
    expect((await app.get('organizations/org_nobody/mail')).status).toBe(404);
  });
});
