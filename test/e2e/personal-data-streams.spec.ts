import { type Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { allow, deny, GateServer } from '../support/gate-server.js';
import { Receiver, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

/** What push streams and the gate leave behind of a person. */

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const NAME = 'Lovelace';
const SETTINGS = { ROLLCALL_RETRY_SCHEDULE: Array(7).fill('1h').join(','), ROLLCALL_RETRY_JITTER: '0' };

let app: ManagementClient;
let worker: RunningWorker;
let pool: Pool;
let receiver: Receiver;
let gate: GateServer;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start(SETTINGS);
  worker = await app.startWorker();
  pool = createPool(app.database.url, { max: 2, name: 'test' });
  gate = await GateServer.start();
});
afterAll(async () => {
  await worker.close();
  await pool.end();
  await app.stop();
  await gate.close();
});
beforeEach(async () => {
  receiver = await Receiver.start();
  gate.clear();
  directory = await app.directory();
});
afterEach(async () => {
  await pool.query('DELETE FROM webhook_endpoints');
  await receiver.close();
});

const exported = async (id: string) =>
  (await app.get(`${directory.path}/users/${id}/personal_data`)).body.personal_data;
const erase = async (id: string) =>
  expect((await app.delete(`${directory.path}/users/${id}/personal_data`)).status).toBe(204);

const lovelace = (more: object = {}) =>
  app.user(directory, 'ada@acme.test', {
    externalId: `hr-${NAME}`,
    displayName: `Ada ${NAME}`,
    emails: [{ value: `ada.${NAME}@acme.test`, type: 'work' }],
    ...more,
  });

const patch = (id: string, path: string, value: unknown) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path, value }],
  });

/** Every row of every table that still says the name. */
async function traces(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await pool.query(`SELECT FROM "${name}" t WHERE t::text ILIKE '%${NAME}%'`);
    if (rowCount! > 0) found.push(name);
  }
  return found;
}

describe('a push stream', () => {
  it('shows its tokens in the export, and nothing of the person after an erasure, not even in the words of the receiver', async () => {
    receiver.answer = () => ({
      status: 400,
      body: JSON.stringify({ err: 'invalid_request', description: `Ada ${NAME} is unknown here` }),
    });
    await app.post('webhook_endpoints', { url: receiver.url, payload_format: 'set', subject_format: 'email' });
    const id = await lovelace();
    await patch(id, 'active', false);
    const data = await until(async () => {
      const found = await exported(id);
      const refused = found.deliveries.filter(({ attempts }: { attempts: object[] }) => attempts.length > 0);
      expect(refused.map((one: { set_event: string }) => one.set_event)).toContain('session-revoked');
      return found;
    });
    const tokens = data.deliveries.map(({ set_event }: { set_event: string | null }) => set_event);
    expect(tokens).toEqual(expect.arrayContaining(['session-revoked', 'account-disabled']));
    const { attempts } = data.deliveries.find((one: { set_event: string }) => one.set_event === 'session-revoked');
    expect(attempts[0]).toMatchObject({ status: 400, error: `invalid_request: Ada ${NAME} is unknown here` });
    expect(await traces()).not.toEqual([]);
    // What is under way while somebody is erased is recorded afterwards (docs/deprovisioning.md).
    receiver.answer = () => ({ status: 400 });
    await until(async () => {
      const { rows } = await pool.query(`SELECT FROM deliveries WHERE state = 'sending'`);
      expect(rows).toEqual([]);
    });
    await erase(id);
    expect(await traces()).toEqual([]);
    const { deliveries } = await exported(id);
    const after = deliveries.find((one: { set_event: string }) => one.set_event === 'session-revoked');
    expect(after.attempts[0]).toMatchObject({
      status: 400,
      response_body: null,
      error: expect.stringMatching(/erased/),
    });
  });

  it('sends of somebody who was erased what needs no name, and nothing else', async () => {
    const { body } = await app.post('webhook_endpoints', {
      url: receiver.url,
      payload_format: 'set',
      subject_format: 'email',
      enabled: false,
    });
    const id = await lovelace();
    await patch(id, 'emails', [{ value: `countess.${NAME}@acme.test`, type: 'work' }]);
    await patch(id, 'active', false);
    await erase(id);
    await app.patch(`webhook_endpoints/${body.endpoint.id}`, { enabled: true });
    const claims = async () => {
      const sent = receiver.received.map(({ rawBody }) => rawBody.toString().split('.')[1]!);
      return sent.map(
        (part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as { sub_id: object; events: object },
      );
    };
    await until(async () => {
      const { deliveries } = await exported(id);
      expect(deliveries.filter(({ state }: { state: string }) => /pending|sending|retrying/.test(state))).toEqual([]);
    });
    const about = (await claims()).filter(({ sub_id }) => JSON.stringify(sub_id).includes(id));
    expect(about.map(({ events }) => Object.keys(events)[0]!.split('/').at(-1))).toEqual([
      'session-revoked',
      'account-disabled',
    ]);
    expect(JSON.stringify(await claims())).not.toContain(NAME);
    const { deliveries } = await exported(id);
    const changed = deliveries.find((one: { set_event: string }) => one.set_event === 'identifier-changed');
    expect(changed.state).toBe('superseded');
  });
});

describe('the gate', () => {
  it('leaves a denial, which the export has and an erasure empties', async () => {
    const path = `/api/v1/organizations/${directory.organizationId}/provisioning_gate`;
    await app.call('PUT', path, { url: gate.url });
    receiver.answer = ({ rawBody }) => ({ body: `got ${rawBody.toString()}` });
    await app.post('webhook_endpoints', { url: receiver.url, event_types: ['rollcall.gate.denied'] });
    gate.answer = deny(`Ada ${NAME} has no contract`);
    const refused = await app.scim(directory, 'POST', 'Users', {
      schemas: [USER],
      userName: 'ada@acme.test',
      externalId: `hr-${NAME}`,
    });
    expect(refused.status).toBe(403);
    gate.answer = allow;
    const id = await lovelace();
    await patch(id, 'active', false);
    gate.answer = deny(`Ada ${NAME} has no contract`);
    expect((await patch(id, 'active', true)).status).toBe(403);
    // Of somebody else.
    gate.answer = deny('no contract');
    await app.scim(directory, 'POST', 'Users', { schemas: [USER], userName: 'bob@acme.test', externalId: 'hr-bob' });

    const denials = async () =>
      (await exported(id)).events.filter(({ type }: { type: string }) => type === 'rollcall.gate.denied');
    expect((await denials()).map(({ data }: { data: object }) => data)).toMatchObject([
      { change: 'create', user_id: null, external_id: `hr-${NAME}`, reason: `Ada ${NAME} has no contract` },
      { change: 'activate', user_id: id, reason: `Ada ${NAME} has no contract` },
    ]);
    await until(async () => {
      const { deliveries } = await exported(id);
      const own = deliveries.filter(({ event_type }: { event_type: string }) => event_type === 'rollcall.gate.denied');
      expect(own.map(({ state }: { state: string }) => state)).toEqual(['delivered', 'delivered']);
    });
    await until(async () => expect(await traces()).toContain('scim_requests'));

    await erase(id);
    // The request of somebody who was not stored names nobody whom the record knows, but for the external id.
    expect((await traces()).filter((name) => name !== 'scim_requests')).toEqual([]);
    expect((await denials()).map(({ data }: { data: object }) => data)).toMatchObject([
      { change: 'activate', user_id: id, external_id: null, reason: 'erased' },
    ]);
    const { rows } = await pool.query<{ body: string }>(
      `SELECT body FROM events WHERE type = 'rollcall.gate.denied' AND resource_id = $1 ORDER BY id`,
      [directory.directoryId],
    );
    expect(rows.map(({ body }) => JSON.parse(body).data.reason)).toEqual(['erased', 'erased', 'no contract']);
  });

  it('leaves nothing of anybody where the directory is erased', async () => {
    await app.call('PUT', `/api/v1/organizations/${directory.organizationId}/provisioning_gate`, { url: gate.url });
    gate.answer = deny(`Ada ${NAME} has no contract`);
    await app.scim(directory, 'POST', 'Users', { schemas: [USER], userName: 'ada', externalId: `hr-${NAME}` });
    expect((await app.delete(`${directory.path}?users=erase`)).status).toBe(204);
    await until(async () => {
      const { rows } = await pool.query<{ body: string }>(
        `SELECT body FROM events WHERE type = 'rollcall.gate.denied' AND resource_id = $1`,
        [directory.directoryId],
      );
      expect(rows.map(({ body }) => JSON.parse(body).data)).toMatchObject([{ external_id: null, reason: 'erased' }]);
    });
  });
});
