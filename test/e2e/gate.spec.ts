import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPool, GateAdmission, SecretCipher } from '#persistence';
import { AddressPolicy, Gatekeeper } from '#webhooks';
import { allow, deny, GateServer } from '../support/gate-server.js';
import { runSql, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let gate: GateServer;
let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let secret: string;

beforeAll(async () => {
  gate = await GateServer.start();
  app = await ManagementClient.start();
});
afterAll(async () => {
  await app.stop();
  await gate.close();
});
beforeEach(async () => {
  gate.clear();
  directory = await app.directory();
  secret = (await put({ url: gate.url })).body.provisioning_gate.secret;
});

const path = () => `/api/v1/organizations/${directory.organizationId}/provisioning_gate`;
const put = (body: object) => app.call('PUT', path(), body);
const create = (userName: string, more: object = {}) => app.scim(directory, 'POST', 'Users', { userName, ...more });
const setActive = (id: string, active: boolean) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'active', value: active }],
  });
const total = async () => (await app.get(`${directory.path}/users`)).body.total_size;

describe('a gate', () => {
  it('is asked before a person is created, signed as webhooks are, with the canonical user', async () => {
    const reply = await create('ada@example.com', { name: { givenName: 'Ada' }, externalId: 'ada' });
    expect(reply.status).toBe(201);
    expect(gate.questions).toHaveLength(1);
    const { headers, body, json } = gate.questions[0]!;
    expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    expect(json).toMatchObject({
      type: 'rollcall.gate.request',
      id: headers['webhook-id'],
      organization_id: directory.organizationId,
      directory_id: directory.directoryId,
      change: 'create',
      data: { id: null, email: 'ada@example.com', given_name: 'Ada', external_id: 'ada', active: true },
      counts: { active_users: 0 },
    });
    await create('grace@example.com');
    expect(gate.questions[1]!.json.counts).toEqual({ active_users: 1 });
  });

  it('that denies answers the identity provider with the reason, and nothing is stored', async () => {
    const endpoint = (
      await app.post('webhook_endpoints', {
        url: 'http://127.0.0.1:9/',
        event_types: ['rollcall.gate.denied'],
        organization_id: directory.organizationId,
      })
    ).body.endpoint;
    gate.answer = deny('All 25 seats are taken. Ask sales@example.com for more.');
    const reply = await create('ada@example.com', { externalId: 'ada' });
    expect(reply).toMatchObject({
      status: 403,
      body: {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '403',
        detail: 'All 25 seats are taken. Ask sales@example.com for more.',
      },
    });
    expect(await total()).toBe(0);
    const [event] = await app.events(`organization_id=${directory.organizationId}&type=rollcall.gate.denied`, 1);
    expect(event).toMatchObject({
      type: 'rollcall.gate.denied',
      data: {
        id: gate.questions[0]!.json.id,
        change: 'create',
        external_id: 'ada',
        directory_id: directory.directoryId,
      },
    });
    expect(JSON.stringify(event)).not.toContain('ada@example.com');
    expect((await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body.deliveries).toHaveLength(1);
    const log = await until(async () => {
      const { requests } = (await app.get(`${directory.path}/requests`)).body;
      expect(requests[0]).toMatchObject({ status: 403 });
      return requests[0];
    });
    expect(log.error).toContain('All 25 seats are taken');
  });

  it('is asked when a person becomes active again, by PUT and by PATCH, and about nothing else', async () => {
    const { id } = (await create('ada@example.com')).body;
    gate.clear();
    gate.answer = deny('no seats');
    await setActive(id, true);
    await setActive(id, false);
    await app.scim(directory, 'PUT', `Users/${id}`, { userName: 'ada@example.com', displayName: 'Ada', active: false });
    expect(gate.questions).toEqual([]);
    expect((await setActive(id, true)).status).toBe(403);
    const whole = { userName: 'ada@example.com', active: true };
    expect((await app.scim(directory, 'PUT', `Users/${id}`, whole)).status).toBe(403);
    expect(gate.questions.map(({ json }) => [json.change, json.data.id, json.data.active])).toEqual([
      ['activate', id, true],
      ['activate', id, true],
    ]);
    expect((await app.scim(directory, 'GET', `Users/${id}`)).body.active).toBe(false);
    gate.answer = allow;
    expect((await setActive(id, true)).body.active).toBe(true);
    expect((await app.scim(directory, 'DELETE', `Users/${id}`)).status).toBe(204);
  });

  it('is asked before a date of departure lets a person in, also where requests meet', async () => {
    const urn = 'urn:acme:2.0:User';
    await app.call('PUT', `/api/v1/${directory.path}/policy`, {
      departure: 'graceful',
      departure_attribute: `${urn}:endDate`,
    });
    const { id } = (await create('ada@example.com', { [urn]: { endDate: '2099-01-01' } })).body;
    const date = (value: string) =>
      app.scim(directory, 'PATCH', `Users/${id}`, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: `${urn}:endDate`, value }],
      });
    const returns = async () =>
      (await runSql(app.database.url, 'SELECT type FROM events WHERE resource_id = $1 ORDER BY sequence', [id])).filter(
        ({ type }) => (type as string).endsWith('user_created'),
      ).length;
    for (let round = 0; round < 12; round += 1) {
      const before = await returns();
      gate.clear();
      await Promise.all([date('2020-01-01'), date(`20${50 + round}-01-01`)]);
      expect(gate.questions.length).toBeGreaterThanOrEqual((await returns()) - before);
      await date('2098-01-01');
    }
    await date('2020-01-01');
    gate.clear();
    gate.answer = deny('no seats');
    const answers = await Promise.all([date('2097-01-01'), date('2096-01-01')]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });

  it('is asked about each person of a bulk request, at most 20 at a time', async () => {
    gate.answer = (question, response) => {
      const denied = question.json.data.preferred_username.endsWith('7@example.com');
      setTimeout(() => (denied ? deny('not you') : allow)(question, response), 20);
    };
    const Operations = Array.from({ length: 60 }, (_, index) => ({
      method: 'POST',
      path: '/Users',
      bulkId: `u${index}`,
      data: { userName: `user${index}@example.com` },
    }));
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
    const reply = await app.scim(directory, 'POST', 'Bulk', { schemas, Operations });
    const statuses = reply.body.Operations.map(({ status }: { status: string }) => status);
    expect(statuses.filter((status: string) => status === '403')).toHaveLength(6);
    expect(statuses.filter((status: string) => status === '201')).toHaveLength(54);
    expect(gate.questions).toHaveLength(60);
    expect(gate.most).toBeLessThanOrEqual(20);
    expect(gate.most).toBeGreaterThan(1);
  });

  it('asks only about what it was made for, and not at all while it is off or gone', async () => {
    await put({ url: gate.url, events: ['activate'] });
    await until(async () => expect((await create(`a${Math.random()}@example.com`)).status).toBe(201));
    gate.clear();
    await create('ada@example.com');
    expect(gate.questions).toEqual([]);
    await put({ url: gate.url, enabled: false });
    expect((await app.call('GET', path())).body.provisioning_gate).toMatchObject({ enabled: false });
    expect((await app.call('DELETE', path())).status).toBe(204);
    expect((await app.call('GET', path())).status).toBe(404);
    expect((await app.call('DELETE', path())).status).toBe(404);
    gate.answer = deny('never asked');
    await until(async () => expect((await create(`b${Math.random()}@example.com`)).status).toBe(201));
  });
});

describe('an answer', () => {
  it.each([
    ['that is no JSON', '<html>', 'no JSON'],
    ['without a decision', '{"ok":true}', 'no decision'],
    ['of 5 MB', `{"decision":"allow","x":"${'x'.repeat(5_000_000)}"}`, 'larger than 64 KiB'],
  ])('%s lets nobody in, whatever on_timeout says', async (_what, body, words) => {
    await put({ url: gate.url, on_timeout: 'allow' });
    gate.answer = (_question, response) => void response.end(body);
    const reply = await create('ada@example.com');
    expect(reply).toMatchObject({ status: 403, body: { detail: expect.stringContaining(words) } });
    expect(await total()).toBe(0);
  });

  it.each([
    ['allow', 201],
    ['deny', 403],
  ])(
    'that never comes is a decision to %s, at once where the gate has failed five times in a row',
    async (on_timeout, status) => {
      await put({ url: gate.url, on_timeout, timeout: '100ms' });
      gate.answer = () => {};
      await until(async () => {
        expect((await create(`ada${Math.random()}@example.com`)).status).toBe(status);
        expect(gate.questions.length).toBeGreaterThanOrEqual(5);
      });
      const asked = gate.questions.length;
      for (let index = 0; index < 5; index++) {
        expect((await create(`late${Math.random()}@example.com`)).status).toBe(status);
      }
      expect(gate.questions).toHaveLength(asked);
    },
  );

  it('of a server error is none: on_timeout decides', async () => {
    gate.answer = (_question, response) => {
      response.statusCode = 500;
      response.end('{"decision":"allow"}');
    };
    const reply = await create('ada@example.com');
    expect(reply).toMatchObject({ status: 403, body: { detail: expect.stringContaining('it answered 500') } });
  });
});

describe('the settings', () => {
  it('keep their secret, and show it once', async () => {
    expect(secret).toMatch(/^whsec_/);
    const expected = { url: gate.url, timeout: '500ms', on_timeout: 'allow', events: ['create'], enabled: true };
    const { provisioning_gate } = (
      await put({ url: gate.url, timeout: '500ms', on_timeout: 'allow', events: ['create'] })
    ).body;
    expect(provisioning_gate).toEqual(expected);
    expect((await app.call('GET', path())).body).toEqual({ provisioning_gate: expected });
    await until(async () => {
      await create(`ada${Math.random()}@example.com`);
      const { body, headers } = gate.questions.at(-1)!;
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    });
  });

  it.each([
    [{}, 'url'],
    [{ url: 'ftp://app.example.com/' }, 'url'],
    [{ url: 'http://169.254.169.254/' }, 'url'],
    [{ url: 'https://app.example.com/', timeout: '99ms' }, 'timeout'],
    [{ url: 'https://app.example.com/', timeout: '6s' }, 'timeout'],
    [{ url: 'https://app.example.com/', on_timeout: 'maybe' }, 'on_timeout'],
    [{ url: 'https://app.example.com/', events: [] }, 'events'],
    [{ url: 'https://app.example.com/', events: ['delete'] }, 'events'],
    [{ url: 'https://app.example.com/', secret: 'mine' }, 'secret'],
  ])('such as %j are refused by name', async (body, field) => {
    const reply = await put(body);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
  });
});

it('is asked for a pulled sync, which learns whom it denied', async () => {
  const pool = createPool(app.database.url, { max: 2, name: 'test' });
  const gatekeeper = new Gatekeeper({ addressPolicy: new AddressPolicy({ allowPrivate: true }), userAgent: 'test' });
  const admission = new GateAdmission({
    pool,
    cipher: new SecretCipher(Buffer.alloc(32, 7)),
    gatekeeper,
    ring: () => {},
  });
  gate.answer = (question, response) => {
    (question.json.data.preferred_username === 'user3@example.com' ? deny('not you') : allow)(question, response);
  };
  const changes = Array.from({ length: 50 }, (_, index) => ({ resource: { userName: `user${index}@example.com` } }));
  const denials = await admission.denialsOf(directory.directoryId, changes);
  expect(denials.filter((denial) => denial !== undefined)).toEqual(['not you']);
  expect(denials[3]).toBe('not you');
  expect(gate.questions).toHaveLength(50);
  expect(gate.most).toBeLessThanOrEqual(20);
  await gatekeeper.close();
  await pool.end();
});
