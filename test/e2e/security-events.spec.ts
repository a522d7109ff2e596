import { createRemoteJWKSet, decodeJwt, jwtVerify, type JWTPayload } from 'jose';
import { Pool } from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { Receiver, until, type ReceivedRequest } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const ISSUER = 'https://rollcall.example';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type';
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type';
const FAST = Array(7).fill('50ms').join(',');

let app: ManagementClient;
let worker: RunningWorker;
let pool: Pool;
let receiver: Receiver;
let keys: ReturnType<typeof createRemoteJWKSet>;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_RETRY_SCHEDULE: FAST, ROLLCALL_RETRY_JITTER: '0' });
  worker = await app.startWorker({ ROLLCALL_RETRY_SCHEDULE: FAST, ROLLCALL_RETRY_JITTER: '0' });
  pool = new Pool({ connectionString: app.database.url, max: 1 });
  keys = createRemoteJWKSet(new URL(`${app.api.url}/keys`));
});
afterAll(async () => {
  await pool.end();
  await worker.close();
  await app.stop();
});
beforeEach(async () => {
  receiver = await Receiver.start();
  receiver.answer = () => ({ status: 202 });
});
afterEach(async () => {
  await pool.query('DELETE FROM webhook_endpoints');
  await receiver.close();
});

type Claims = JWTPayload & { sub_id: Record<string, unknown>; events: Record<string, Record<string, unknown>> };
type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

/** As a receiver has to: by the keys of the issuer, for its own audience, and only this kind of token. */
async function verified(request: ReceivedRequest, audience = receiver.url): Promise<Claims> {
  const { payload } = await jwtVerify(request.rawBody.toString(), keys, {
    issuer: ISSUER,
    audience,
    typ: 'secevent+jwt',
    algorithms: ['RS256'],
  });
  return payload as Claims;
}

const nameOf = ({ events }: Claims) => Object.keys(events)[0]!.split('/').at(-1)!;
const next = async () => verified(await receiver.next());

async function stream(more: object = {}): Promise<{ id: string; audience: string }> {
  const reply = await app.post('webhook_endpoints', { url: receiver.url, payload_format: 'set', ...more });
  expect(reply.status).toBe(201);
  return reply.body.endpoint;
}

const address = (value: string) => ({ emails: [{ value, type: 'work', primary: true }] });
const replace = (directory: Directory, id: string, value: object) =>
  app.scim(directory, 'PATCH', `Users/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', value }],
  });

const group = async (directory: Directory, displayName: string, members: string[]) => {
  const reply = await app.scim(directory, 'POST', 'Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName,
    members: members.map((value) => ({ value })),
  });
  expect(reply.status).toBe(201);
};

const settled = () => until(async () => expect((await pool.query('SELECT FROM deliveries')).rowCount).toBe(0));

describe('a push stream', () => {
  it('gets two signed tokens for a user who leaves, session first', async () => {
    const endpoint = await stream({ headers: { 'x-tenant': 'one' } });
    const directory = await app.directory();
    const user = await app.user(directory, 'ada@acme.test', address('ada@acme.test'));
    await replace(directory, user, { active: false });
    const request = await receiver.next();
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'content-type': 'application/secevent+jwt',
      accept: 'application/json',
      'x-tenant': 'one',
    });
    expect(Object.keys(request.headers).filter((name) => name.startsWith('webhook-'))).toEqual([]);
    const claims = await verified(request);
    const [event] = (await pool.query(`SELECT id FROM events WHERE resource_id = $1 ORDER BY id DESC LIMIT 1`, [user]))
      .rows;
    expect(claims).toEqual({
      iss: ISSUER,
      aud: endpoint.audience,
      iat: expect.any(Number),
      jti: `${event.id}.session-revoked`,
      txn: event.id,
      sub_id: { format: 'iss_sub', iss: ISSUER, sub: user },
      organization_id: directory.organizationId,
      directory_id: directory.directoryId,
      events: {
        [`${CAEP}/session-revoked`]: {
          event_timestamp: expect.any(Number),
          initiating_entity: 'admin',
          reason_admin: { en: expect.stringMatching(/./) },
        },
      },
    });
    expect(await next()).toMatchObject({
      jti: `${event.id}.account-disabled`,
      events: { [`${RISC}/account-disabled`]: {} },
    });
    await settled();
    expect(receiver.received).toHaveLength(2);
  });

  it('says the same of a DELETE, and account-enabled of somebody who comes back', async () => {
    await stream();
    const directory = await app.directory();
    const user = await app.user(directory, 'bob@acme.test');
    await app.scim(directory, 'DELETE', `Users/${user}`);
    expect([nameOf(await next()), nameOf(await next())]).toEqual(['session-revoked', 'account-disabled']);
    await app.user(directory, 'bob@acme.test');
    const back = await next();
    expect(back.events).toEqual({ [`${RISC}/account-enabled`]: {} });
    expect(back.sub_id['sub']).toBe(user);
  });

  it('says account-enabled of a user who becomes active again', async () => {
    await stream();
    const directory = await app.directory();
    await app.patch(`${directory.path}/policy`, { on_deactivate: 'update_event' });
    const user = await app.user(directory, 'eve@acme.test');
    await replace(directory, user, { active: false });
    await replace(directory, user, { active: true });
    expect([nameOf(await next()), nameOf(await next()), nameOf(await next())]).toEqual([
      'session-revoked',
      'account-disabled',
      'account-enabled',
    ]);
  });

  it('names people by their address where it asks for it, and the old one where the address changes', async () => {
    await stream({ subject_format: 'email' });
    const directory = await app.directory();
    const user = await app.user(directory, 'carol', address('carol@old.test'));
    await replace(directory, user, address('carol@new.test'));
    expect(await next()).toMatchObject({
      sub_id: { format: 'email', email: 'carol@old.test' },
      events: { [`${RISC}/identifier-changed`]: { 'new-value': 'carol@new.test' } },
    });
    await replace(directory, user, { active: false });
    expect((await next()).sub_id).toEqual({ format: 'email', email: 'carol@new.test' });
  });

  it('tells of groups by their names', async () => {
    await stream();
    const directory = await app.directory();
    const user = await app.user(directory, 'dan@acme.test');
    await group(directory, 'Engineering', [user]);
    expect((await next()).events[`${CAEP}/token-claims-change`]).toMatchObject({
      claims: { groups: ['Engineering'], roles: [] },
      event_timestamp: expect.any(Number),
      initiating_entity: 'admin',
      reason_admin: { en: expect.any(String) },
    });
  });

  it('gets nothing else, and no delivery is made of what it does not get', async () => {
    const endpoint = await stream({ events_requested: [`${CAEP}/session-revoked`] });
    const directory = await app.directory();
    const user = await app.user(directory, 'fay@acme.test');
    await group(directory, 'Sales', [user]);
    await app.scim(directory, 'DELETE', `Users/${user}`);
    expect(nameOf(await next())).toBe('session-revoked');
    await settled();
    const { deliveries, total_size } = (await app.get(`webhook_endpoints/${endpoint.id}/deliveries`)).body;
    expect(deliveries).toMatchObject([{ state: 'delivered', last_status: 202 }]);
    expect(total_size).toBe(1);
  });

  it('says with its 400 why, which is the error of the attempt; the token comes again with the same jti', async () => {
    await stream({ events_requested: [`${CAEP}/session-revoked`] });
    receiver.answer = (_request, index) =>
      index === 0
        ? { status: 400, body: JSON.stringify({ err: 'invalid_key', description: 'Key unknown.' }) }
        : { status: 202 };
    const directory = await app.directory();
    const user = await app.user(directory, 'gil@acme.test');
    await app.scim(directory, 'DELETE', `Users/${user}`);
    const [first, second] = [await next(), await next()];
    expect(second.jti).toBe(first.jti);
    await settled();
    const { rows } = await pool.query(
      `SELECT a.error, a.outcome FROM attempts a JOIN delivery_log d ON d.id = a.delivery_id
      JOIN events e ON e.id = d.event_id WHERE e.resource_id = $1 ORDER BY a.number`,
      [user],
    );
    expect(rows).toEqual([
      { error: 'invalid_key: Key unknown.', outcome: 'failed' },
      { error: null, outcome: 'delivered' },
    ]);
  });

  it('gets both tokens of an event again with a replay, and what it never took stays unacknowledged', async () => {
    const endpoint = await stream();
    receiver.answer = ({ rawBody }) => {
      const isSession = nameOf(decodeJwt(rawBody.toString()) as Claims) === 'session-revoked';
      return { status: isSession ? 500 : 202 };
    };
    const directory = await app.directory();
    const user = await app.user(directory, 'hal@acme.test');
    await app.scim(directory, 'DELETE', `Users/${user}`);
    await settled();
    const open = (await app.get('deprovisionings:unacknowledged')).body.deprovisionings as { user_id: string }[];
    expect(open.filter(({ user_id }) => user_id === user)).toHaveLength(1);
    receiver.answer = () => ({ status: 202 });
    const before = receiver.received.length;
    const replay = await app.post(`webhook_endpoints/${endpoint.id}:replay`, { since: '2020-01-01T00:00:00Z' });
    expect(replay.status).toBeLessThan(300);
    await until(() => expect(receiver.received.length).toBe(before + 2));
    const again = await Promise.all(receiver.received.slice(-2).map((request) => verified(request)));
    expect(again.map(nameOf).sort()).toEqual(['account-disabled', 'session-revoked']);
  });

  it('keeps its audience when its URL changes', async () => {
    const { id, audience } = await stream();
    expect(audience).toBe(receiver.url);
    const moved = await app.patch(`webhook_endpoints/${id}`, { url: `${receiver.url}/elsewhere` });
    expect(moved.body.endpoint).toMatchObject({ audience, payload_format: 'set', subject_format: 'iss_sub' });
    expect((await app.patch(`webhook_endpoints/${id}`, { audience })).status).toBe(200);
    const other = await app.patch(`webhook_endpoints/${id}`, { audience: 'https://other.example' });
    expect(other).toMatchObject({ status: 400 });
    const own = await stream({ audience: 'https://app.example' });
    expect(own.audience).toBe('https://app.example');
  });

  it('is tested with a verification without state', async () => {
    const { id } = await stream();
    const test = await app.post(`webhook_endpoints/${id}:test`);
    expect(test.body.attempt).toMatchObject({ outcome: 'delivered', status: 202 });
    const claims = await next();
    expect(claims.sub_id).toEqual({ format: 'opaque', id });
    expect(claims.events).toEqual({ [`${SSF}/verification`]: {} });
    expect(claims.jti).toBe(`${claims['txn']}.verification`);
  });

  it('hears when it is paused, once, and when it is enabled, until it answers', async () => {
    const { id } = await stream();
    receiver.answer = () => ({ status: 503 });
    expect((await app.patch(`webhook_endpoints/${id}`, { enabled: false })).body.endpoint.enabled).toBe(false);
    const paused = await next();
    expect(paused).toMatchObject({
      sub_id: { format: 'opaque', id },
      events: { [`${SSF}/stream-updated`]: { status: 'paused' } },
    });
    await settled();
    receiver.answer = (_request, index) => ({ status: index === 1 ? 503 : 202 });
    await app.patch(`webhook_endpoints/${id}`, { enabled: true });
    const [first, second] = [await next(), await next()];
    expect(first.events).toEqual({ [`${SSF}/stream-updated`]: { status: 'enabled' } });
    expect(second.jti).toBe(first.jti);
    await settled();
    expect(receiver.received).toHaveLength(3);
  });

  describe('that was, or becomes, an endpoint of webhooks while deliveries wait', () => {
    const waiting = async (payload_format: 'standard' | 'set') => {
      const reply = await app.post('webhook_endpoints', { url: receiver.url, payload_format, enabled: false });
      const directory = await app.directory();
      const user = await app.user(directory, 'ada@acme.test', address('ada@acme.test'));
      await replace(directory, user, { active: false });
      const departures = `SELECT FROM deliveries WHERE event_type LIKE '%user_deleted'`;
      await until(async () => expect((await pool.query(departures)).rowCount).toBeGreaterThan(0));
      return { endpoint: reply.body.endpoint as { id: string; secret: string }, user };
    };

    it('sends every token of an event, in order, and all of them again where one is refused', async () => {
      const { endpoint, user } = await waiting('standard');
      receiver.answer = (_request, index) => ({ status: index === 1 ? 503 : 202 });
      const format = { payload_format: 'set', audience: 'https://app.example' };
      expect((await app.patch(`webhook_endpoints/${endpoint.id}`, format)).body.endpoint).toMatchObject(format);
      await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: true });
      await settled();
      const claims = await Promise.all(receiver.received.map((request) => verified(request, 'https://app.example')));
      const about = claims.filter(({ sub_id }) => sub_id['sub'] === user);
      expect([...new Set(about.map(nameOf))]).toEqual(['session-revoked', 'account-disabled']);
      expect(nameOf(about.at(-1)!)).toBe('account-disabled');
      expect(new Set(about.map(({ jti }) => jti)).size).toBe(2);
      const { rows } = await pool.query<{ state: string }>(
        `SELECT state FROM all_deliveries WHERE resource_id = $1 AND event_type LIKE '%user_deleted'`,
        [user],
      );
      expect(rows).toEqual([{ state: 'delivered' }]);
    });

    it('sends only the tokens that it asks for', async () => {
      const { endpoint, user } = await waiting('standard');
      const events_requested = [`${RISC}/account-disabled`];
      await app.patch(`webhook_endpoints/${endpoint.id}`, { payload_format: 'set', events_requested });
      await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: true });
      await settled();
      const claims = await Promise.all(receiver.received.map((request) => verified(request)));
      expect(claims.filter(({ sub_id }) => sub_id['sub'] === user).map(nameOf)).toEqual(['account-disabled']);
    });

    it('sends the event of each token that waits, under the id of the event', async () => {
      const { endpoint, user } = await waiting('set');
      const { secret } = (await app.get(`webhook_endpoints/${endpoint.id}/secret`)).body;
      const patched = await app.patch(`webhook_endpoints/${endpoint.id}`, { payload_format: 'standard' });
      expect(patched.body.endpoint.payload_format).toBe('standard');
      await app.patch(`webhook_endpoints/${endpoint.id}`, { enabled: true });
      await settled();
      const events = receiver.received
        .map(({ rawBody, headers }) => new Webhook(secret).verify(rawBody, headers as Record<string, string>))
        .map((event) => event as { id: string; type: string; data: { id: string } })
        .filter(({ data }) => data.id === user);
      expect(events.length).toBeGreaterThan(0);
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['organization.directory.user_deleted']));
      expect(new Set(events.map(({ id }) => id)).size).toBe(1);
    });
  });

  it.each<[object, string]>([
    [{ event_types: ['organization.directory.user_created'] }, 'event_types'],
    [{ events_requested: ['https://other.example'] }, 'events_requested'],
    [{ events_requested: [`${SSF}/verification`] }, 'events_requested'],
    [{ subject_format: 'phone' }, 'subject_format'],
    [{ audience: '' }, 'audience'],
    [{ payload_format: 'standard', audience: 'https://app.example' }, 'audience'],
    [{ payload_format: 'standard', subject_format: 'email' }, 'subject_format'],
    [{ payload_format: 'jwt' }, 'payload_format'],
  ])('is refused with %j', async (more, field) => {
    const reply = await app.post('webhook_endpoints', { url: receiver.url, payload_format: 'set', ...more });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe(field);
    expect((await pool.query('SELECT FROM webhook_endpoints')).rowCount).toBe(0);
  });
});

describe('a security event token', () => {
  it('is no access token, whatever its audience', async () => {
    const directory = await app.directory();
    const scim = `${ISSUER}/directory/${directory.directoryId}`;
    for (const audience of [ISSUER, scim]) {
      const { id } = await stream({ audience });
      await app.post(`webhook_endpoints/${id}:test`);
      const token = (await receiver.next()).rawBody.toString();
      expect(decodeJwt(token).aud).toBe(audience);
      const authorization = `Bearer ${token}`;
      for (const path of [
        '/api/v1/organizations',
        '/ssf/streams',
        `/directory/${directory.directoryId}/scim/v2/Users`,
      ]) {
        expect((await app.call('GET', path, undefined, { authorization })).status, path).toBe(401);
      }
    }
  });
});
