import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT, generateKeyPair } from 'jose';
import { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningWorker } from '../../apps/worker/src/main.js';
import { freePort } from '../support/free-port.js';
import { Receiver, until } from '../support/index.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';

const ISSUER = 'https://rollcall.example';
const PUSH = 'urn:ietf:rfc:8935';
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type';
const RISC = 'https://schemas.openid.net/secevent/risc/event-type';
const SUPPORTED = [
  `${CAEP}/session-revoked`,
  `${CAEP}/token-claims-change`,
  `${RISC}/account-disabled`,
  `${RISC}/account-enabled`,
  `${RISC}/identifier-changed`,
];

let app: ManagementClient;
let worker: RunningWorker;
let pool: Pool;
let receiver: Receiver;
let manager: string;
beforeAll(async () => {
  app = await ManagementClient.start();
  worker = await app.startWorker();
  pool = new Pool({ connectionString: app.database.url, max: 1 });
  manager = await tokenOf({ scopes: ['ssf.manage'] });
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

async function tokenOf(key: object): Promise<string> {
  const { api_key, plain_key } = (await app.post('api_keys', key)).body;
  return await accessToken({ client_id: api_key.id, client_secret: plain_key });
}

async function accessToken(more: Record<string, string>): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...more });
  const reply = await fetch(`${app.api.url}/oauth/token`, { method: 'POST', body });
  return ((await reply.json()) as { access_token: string }).access_token;
}

const ssf = (method: string, path: string, body?: unknown, token = manager): Promise<Reply> =>
  app.call(method, `/ssf/${path}`, body, { authorization: `Bearer ${token}` });

const push = (more: object = {}) => ({ delivery: { method: PUSH, endpoint_url: receiver.url, ...more } });

describe('the transmitter', () => {
  it('tells everybody what a receiver must know (SSF 1.0 §7.1)', async () => {
    const reply = await app.call('GET', '/.well-known/ssf-configuration', undefined, { authorization: '' });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      spec_version: '1_0',
      issuer: ISSUER,
      jwks_uri: `${ISSUER}/keys`,
      delivery_methods_supported: [PUSH],
      configuration_endpoint: `${ISSUER}/ssf/streams`,
      status_endpoint: `${ISSUER}/ssf/status`,
      verification_endpoint: `${ISSUER}/ssf/verify`,
      authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
      default_subjects: 'ALL',
    });
  });
});

describe('a stream', () => {
  it('is made, shown and deleted by its key alone (SSF 1.0 §8.1.1)', async () => {
    const asked = {
      ...push({ authorization_header: 'Bearer of-the-receiver' }),
      events_requested: [SUPPORTED[0], 'https://other.example/event'],
      description: 'Production',
    };
    const made = await ssf('POST', 'streams', asked);
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const id = made.body.stream_id;
    expect(made.body).toEqual({
      stream_id: expect.stringMatching(/^ep_/),
      iss: ISSUER,
      aud: receiver.url,
      events_supported: SUPPORTED,
      events_requested: asked.events_requested,
      events_delivered: [SUPPORTED[0]],
      delivery: { method: PUSH, endpoint_url: receiver.url },
      min_verification_interval: 30,
      description: 'Production',
    });
    expect((await ssf('GET', `streams?stream_id=${id}`)).body).toEqual(made.body);
    const second = (await ssf('POST', 'streams', push())).body;
    expect(second).toMatchObject({ events_delivered: SUPPORTED });
    expect((await ssf('GET', 'streams')).body).toEqual([made.body, second]);

    const other = await tokenOf({ scopes: ['ssf.manage'] });
    expect((await ssf('GET', 'streams', undefined, other)).body).toEqual([]);
    for (const [method, path] of [
      ['GET', `streams?stream_id=${id}`],
      ['GET', `status?stream_id=${id}`],
      ['DELETE', `streams?stream_id=${id}`],
    ] as const) {
      expect((await ssf(method, path, undefined, other)).status).toBe(404);
    }
    expect((await ssf('POST', 'verify', { stream_id: id }, other)).status).toBe(404);

    expect((await ssf('DELETE', `streams?stream_id=${id}`)).status).toBe(204);
    expect((await ssf('GET', `streams?stream_id=${id}`)).status).toBe(404);
    expect((await ssf('DELETE', 'streams')).status).toBe(400);
    const audit = (await app.get('audit_logs')).body.audit_logs as { action: string; target_id: string }[];
    expect(audit.filter(({ target_id }) => target_id === id).map(({ action }) => action)).toEqual([
      'stream.remove',
      'stream.create',
    ]);
  });

  it('is about all that its key may see', async () => {
    const [one, two] = [await app.directory(), await app.directory()];
    const third = await app.directory();
    const organization_ids = [one.organizationId, two.organizationId];
    const limited = await tokenOf({ scopes: ['ssf.manage'], organization_ids });
    expect((await ssf('POST', 'streams', push(), limited)).status).toBe(201);
    const users = [];
    for (const directory of [third, one, two]) {
      const user = await app.user(directory, 'ada@acme.test');
      users.push(user);
      await app.scim(directory, 'DELETE', `Users/${user}`);
    }
    await until(() => expect(receiver.received).toHaveLength(4));
    const people = receiver.received.map(
      ({ rawBody }) => (decodeJwt(rawBody.toString())['sub_id'] as { sub: string }).sub,
    );
    expect(new Set(people)).toEqual(new Set(users.slice(1)));
  });

  it('is verified at once, with the header that it gave, and not again for a while', async () => {
    const { stream_id } = (await ssf('POST', 'streams', push({ authorization_header: 'Bearer mine' }))).body;
    const verify = () => ssf('POST', 'verify', { stream_id, state: 'VGhpcyBpcyBh' });
    expect(await verify()).toMatchObject({ status: 204, text: '' });
    const request = await receiver.next();
    expect(request.headers.authorization).toBe('Bearer mine');
    const keys = createRemoteJWKSet(new URL(`${app.api.url}/keys`));
    const options = { issuer: ISSUER, audience: receiver.url, typ: 'secevent+jwt' };
    const { payload } = await jwtVerify(request.rawBody.toString(), keys, options);
    expect(payload).toMatchObject({
      sub_id: { format: 'opaque', id: stream_id },
      events: { 'https://schemas.openid.net/secevent/ssf/event-type/verification': { state: 'VGhpcyBpcyBh' } },
    });
    const again = await verify();
    expect(again.status).toBe(429);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    await pool.query(`UPDATE webhook_endpoints SET verified_at = now() - interval '31 seconds'`);
    expect((await verify()).status).toBe(204);
  });

  it('says that it is paused', async () => {
    const { stream_id } = (await ssf('POST', 'streams', push())).body;
    const status = async () => (await ssf('GET', `status?stream_id=${stream_id}`)).body;
    expect(await status()).toEqual({ stream_id, status: 'enabled' });
    await app.patch(`webhook_endpoints/${stream_id}`, { enabled: false });
    expect(await status()).toEqual({ stream_id, status: 'paused' });
  });

  describe('that only fails', () => {
    const statusTokens = () =>
      receiver.received
        .map(({ rawBody }) => decodeJwt(rawBody.toString())['events'] as Record<string, object>)
        .filter((events) => Object.keys(events)[0]!.endsWith('/stream-updated'));
    /** A token is refused, of a stream that has only failed for days. */
    const fail = async (status: number): Promise<string> => {
      const { stream_id } = (await ssf('POST', 'streams', push())).body;
      receiver.answer = () => ({ status });
      await pool.query(
        `UPDATE webhook_endpoints SET failing_since = now() - interval '6 days', failing_notified_at = now()`,
      );
      const directory = await app.directory();
      await app.scim(directory, 'DELETE', `Users/${await app.user(directory, 'ada@acme.test')}`);
      await until(async () =>
        expect((await ssf('GET', `status?stream_id=${stream_id}`)).body).toMatchObject({ stream_id, status: 'paused' }),
      );
      await until(async () => expect((await pool.query('SELECT FROM notices')).rowCount).toBe(0));
      return stream_id;
    };

    it('is paused by Rollcall, which says why, and tells the receiver so once', async () => {
      const stream_id = await fail(500);
      expect((await ssf('GET', `status?stream_id=${stream_id}`)).body.reason).toBe('nothing but failures for 5 days');
      await until(() => expect(statusTokens()).toHaveLength(1));
      expect(Object.values(statusTokens()[0]!)).toEqual([{ status: 'paused' }]);
      const sql = `SELECT state FROM all_deliveries WHERE set_event = 'stream-updated' AND endpoint_id = $1`;
      await until(async () => expect((await pool.query(sql, [stream_id])).rows).toEqual([{ state: 'exhausted' }]));
      expect(statusTokens()).toHaveLength(1);
      receiver.answer = () => ({ status: 202 });
      await app.patch(`webhook_endpoints/${stream_id}`, { enabled: true });
      await until(() =>
        expect(statusTokens().map((events) => Object.values(events)[0])).toEqual([
          { status: 'paused' },
          { status: 'enabled' },
        ]),
      );
      expect((await ssf('GET', `status?stream_id=${stream_id}`)).body).toEqual({ stream_id, status: 'enabled' });
    });

    it('is told nothing where it ended itself, by 410', async () => {
      const stream_id = await fail(410);
      expect((await ssf('GET', `status?stream_id=${stream_id}`)).body.reason).toBe('it answered 410 Gone');
      expect(statusTokens()).toEqual([]);
    });

    it('hears the present status alone where the one before was never sent', async () => {
      const { stream_id } = (await ssf('POST', 'streams', push())).body;
      await app.patch(`webhook_endpoints/${stream_id}`, { enabled: false });
      // As a process leaves it that died in mid-send.
      await pool.query(
        `WITH gone AS (DELETE FROM delivery_log WHERE endpoint_id = $1 AND set_event = 'stream-updated' RETURNING *)
          INSERT INTO deliveries (id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, replay, set_event)
          SELECT id, event_id, endpoint_id, resource_id, event_type, lane, plain_update, replay, set_event FROM gone`,
        [stream_id],
      );
      await app.patch(`webhook_endpoints/${stream_id}`, { enabled: true });
      await until(async () => expect((await pool.query('SELECT FROM deliveries')).rowCount).toBe(0));
      expect(statusTokens().map((events) => Object.values(events)[0])).toEqual([
        { status: 'paused' },
        { status: 'enabled' },
      ]);
    });
  });

  it.each<[string, () => unknown]>([
    ['no delivery', () => ({})],
    ['poll delivery', () => ({ delivery: { method: 'urn:ietf:rfc:8936' } })],
    ['no URL', () => ({ delivery: { method: PUSH } })],
    ['a URL that is none', () => push({ endpoint_url: 'app.example' })],
    ['two headers in one', () => push({ authorization_header: 'a\r\nx: y' })],
    ['a list of no events', () => ({ ...push(), events_requested: 'all' })],
    ['no JSON', () => '{'],
    ['an array', () => []],
  ])('is refused with %s', async (_what, body) => {
    expect((await ssf('POST', 'streams', body())).status).toBe(400);
    expect((await pool.query('SELECT FROM webhook_endpoints')).rowCount).toBe(0);
  });
});

describe('without the right token (RFC 6750 §3.1)', () => {
  const refused = async (authorization: string | undefined, path = 'streams', method = 'GET') => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const reply = await fetch(`${app.api.url}/ssf/${path}`, { method, headers });
    return { status: reply.status, challenge: reply.headers.get('www-authenticate') };
  };

  it('nobody is told more than how to authenticate', async () => {
    const bare = { status: 401, challenge: 'Bearer realm="Rollcall"' };
    expect(await refused(undefined)).toEqual(bare);
    expect(await refused('Basic eDp5')).toEqual(bare);
    expect(await refused(undefined, `streams?access_token=${manager}`)).toEqual(bare);
  });

  it('a request that is malformed is 400', async () => {
    for (const given of [
      ['Bearer', 'streams'],
      ['Bearer a b', 'streams'],
      [`Bearer ${manager}`, `streams?access_token=${manager}`],
    ]) {
      const { status, challenge } = await refused(given[0], given[1]);
      expect(status).toBe(400);
      expect(challenge).toContain('error="invalid_request"');
    }
  });

  it('an API key, a token of another key or of nobody is no access token', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const header = JSON.parse(Buffer.from(manager.split('.')[0]!, 'base64url').toString());
    const forged = await new SignJWT(decodeJwt(manager)).setProtectedHeader(header).sign(privateKey);
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${manager.split('.')[1]}.`;
    for (const token of [API_KEY, forged, none, 'x']) {
      const { status, challenge } = await refused(`Bearer ${token}`);
      expect(status).toBe(401);
      expect(challenge).toContain('error="invalid_token"');
    }
  });

  it('a scope that is missing is named', async () => {
    const reader = await tokenOf({ scopes: ['ssf.read'] });
    const administrator = await accessToken({ client_id: 'rollcall', client_secret: API_KEY });
    expect((await ssf('GET', 'streams', undefined, reader)).status).toBe(200);
    const asking = [
      [reader, 'POST', 'streams', 'ssf.manage'],
      [reader, 'POST', 'verify', 'ssf.manage'],
      [reader, 'DELETE', 'streams?stream_id=ep_1', 'ssf.manage'],
      [administrator, 'GET', 'streams', 'ssf.read'],
    ] as const;
    for (const [token, method, path, scope] of asking) {
      const { status, challenge } = await refused(`Bearer ${token}`, path, method);
      expect(status).toBe(403);
      expect(challenge).toMatch(/error="insufficient_scope".*scope="/);
      expect(challenge).toContain(`scope="${scope}"`);
    }
    expect((await app.call('GET', '/api/v1/roles', undefined, { authorization: `Bearer ${manager}` })).status).toBe(
      403,
    );
    const named = await accessToken({ client_id: 'rollcall', client_secret: API_KEY, scope: 'ssf.read' });
    expect((await ssf('GET', 'streams', undefined, named)).status).toBe(200);
  });
});

describe('the example receiver', () => {
  const FILE = fileURLToPath(new URL('../../examples/ssf-receiver/receiver.mjs', import.meta.url));
  let example: ChildProcess | undefined;
  let rollcall: Receiver;
  afterEach(async () => {
    example?.kill('SIGKILL');
    await rollcall.close();
  });

  it('disables who has left, and refuses what nobody signed', async () => {
    expect(readFileSync(FILE, 'utf8').split('\n').length).toBeLessThan(120);
    // The public URL of this Rollcall is no address: its configuration and its keys come from beside it.
    rollcall = await Receiver.start();
    const base = `http://127.0.0.1:${rollcall.port}`;
    rollcall.answer = async ({ path }) => {
      const body = await (await fetch(`${app.api.url}${path}`)).text();
      return { headers: { 'content-type': 'application/json' }, body: body.replace(`${ISSUER}/keys`, `${base}/keys`) };
    };
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/events`;
    const env = {
      ...process.env,
      ROLLCALL_URL: base,
      AUDIENCE: url,
      PORT: String(port),
      PUSH_AUTHORIZATION: 'Bearer me',
    };
    example = spawn(process.execPath, [FILE], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const accounts = async () => (await fetch(`http://127.0.0.1:${port}/accounts`)).json();
    await until(async () => expect(await accounts()).toEqual({}));

    const stream = { endpoint_url: url, authorization_header: 'Bearer me' };
    expect((await ssf('POST', 'streams', push(stream))).status).toBe(201);
    const directory = await app.directory();
    const user = await app.user(directory, 'ada@acme.test');
    await app.scim(directory, 'DELETE', `Users/${user}`);
    await until(async () => expect(await accounts()).toEqual({ [user]: { disabled: true } }));

    const headers = { 'content-type': 'application/secevent+jwt', authorization: 'Bearer me' };
    const access = await fetch(url, { method: 'POST', headers, body: manager });
    expect(access.status).toBe(400);
    expect(await access.json()).toMatchObject({ err: expect.any(String), description: expect.any(String) });
  });
});
