import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEnvironment } from '#config';
import { startApi } from '../../apps/api/src/main.js';
import { runSql, until } from '../support/index.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_TRUSTED_PROXIES: '127.0.0.0/8' });
});
afterAll(() => app.stop());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let addresses = 0;
/** A client that no other test has met. */
const newAddress = () => `198.51.100.${++addresses}`;
const from = (address: string) => ({ 'x-forwarded-for': address });
const token = (path: string, form: Record<string, string>, headers: Record<string, string>): Promise<Reply> =>
  app.call('POST', path, new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(), {
    ...FORM,
    ...headers,
  });
const count = (statuses: number[]) =>
  Object.fromEntries([...new Set(statuses)].sort().map((each) => [each, statuses.filter((s) => s === each).length]));

it('a refused secret is a security event, on paths that do not exist too', async () => {
  const { directoryId } = await app.directory();
  const refused = async (): Promise<number> => {
    const { text } = await app.call('GET', '/metrics');
    return Number(/rollcall_security_events_total\{event="secret_refused"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  // The first test of the file: nobody was refused yet.
  for (const [path, status] of [
    ['Users', 401],
    ['Nothing', 404],
  ] as const) {
    const answer = await fetch(`${app.api.url}/directory/${directoryId}/scim/v2/${path}`, {
      headers: { authorization: 'Bearer wrong' },
    });
    expect(answer.status).toBe(status);
  }
  // All who ask share one collection in two seconds.
  await until(async () => expect(await refused()).toBe(2), 10_000);
});

const anotherProcess = (variables: Record<string, string> = {}) =>
  startApi(
    loadEnvironment({
      PORT: '0',
      DATABASE_URL: app.database.url,
      ROLLCALL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
      ROLLCALL_PUBLIC_URL: 'https://rollcall.example',
      ROLLCALL_TRUSTED_PROXIES: '127.0.0.0/8',
      ...variables,
    }),
    { logger: false },
  );

describe.each(['/oauth/token', 'the token endpoint of a directory'])('guessing at %s', (endpoint) => {
  const right = async () => {
    if (endpoint === '/oauth/token')
      return { path: endpoint, form: { client_id: 'rollcall', client_secret: API_KEY }, other: 'key_other' };
    const { organizationId, directoryId } = await app.directory();
    const made = await app.post(`organizations/${organizationId}/directories/${directoryId}/oauth_clients`);
    return { path: `/directory/${directoryId}/oauth/token`, form: made.body, other: 'sec_other' };
  };

  it('ends after ten wrong secrets of a client from an address, and for nobody else', async () => {
    const { path, form, other } = await right();
    const [guesser, elsewhere] = [newAddress(), newAddress()];
    const guess = () => token(path, { ...form, client_secret: `wrong ${Math.random()}` }, from(guesser));
    const statuses = [];
    for (let n = 0; n < 12; n++) statuses.push((await guess()).status);
    expect(count(statuses)).toEqual({ 401: 10, 429: 2 });
    const refused = await guess();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.body).toEqual({
      error: 'invalid_client',
      error_description: expect.stringContaining('try again in'),
    });
    expect((await token(path, form, from(elsewhere))).status).toBe(200);
    // The guesses of a neighbour keep nobody out who is right.
    expect((await token(path, form, from(guesser))).status).toBe(200);
    expect((await token(path, { ...form, client_id: other, client_secret: 'x' }, from(guesser))).status).toBe(401);
  });

  it('gets no more than ten answers when all guesses come at once', async () => {
    const { path, form } = await right();
    const guesser = from(newAddress());
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => token(path, { ...form, client_secret: `wrong-${n}` }, guesser)),
    );
    expect(count(answers.map(({ status }) => status))).toEqual({ 401: 10, 429: 20 });
  });
});

it('is counted for all processes together, and for a minute', async () => {
  const second = await anotherProcess();
  try {
    const guesser = newAddress();
    const guess = async (url: string) =>
      (
        await fetch(`${url}/oauth/token`, {
          method: 'POST',
          headers: from(guesser),
          body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'rollcall', client_secret: 'x' }),
        })
      ).status;
    for (let n = 0; n < 5; n++) expect([await guess(app.api.url), await guess(second.url)]).toEqual([401, 401]);
    expect([await guess(app.api.url), await guess(second.url)]).toEqual([429, 429]);
    await runSql(app.database.url, `UPDATE failed_guesses SET ends_at = now()`);
    expect(await guess(second.url)).toBe(401);
  } finally {
    await second.close();
  }
});

describe('guessing keys and secrets', () => {
  it.each([
    ['API keys', async () => ({ path: '/api/v1/organizations', right: API_KEY, scim: false })],
    [
      'secrets of a directory',
      async () => {
        const { directoryId, secret } = await app.directory();
        return { path: `/directory/${directoryId}/scim/v2/Users`, right: secret, scim: true };
      },
    ],
  ])('is slow from one address: %s', async (_what, make) => {
    const { path, right, scim } = await make();
    const guesser = from(newAddress());
    const ask = (credential: string, headers = guesser) =>
      app.call('GET', path, undefined, { authorization: `Bearer ${credential}`, ...headers });
    expect((await ask(right)).status).toBe(200);
    const replies: Reply[] = [];
    for (let n = 0; n < 10; n++)
      replies.push(...(await Promise.all(Array.from({ length: 40 }, (_, each) => ask(`wrong-${n}-${each}`)))));
    const refused = replies.find(({ status }) => status === 429);
    const answered = count(replies.map(({ status }) => status));
    expect(Object.keys(answered)).toEqual(['401', '429']);
    // 200, one more a second, and those that were under way.
    expect(answered['401']).toBeLessThan(300);
    expect(refused?.headers.get('retry-after')).toBe('1');
    if (scim) {
      expect(refused?.headers.get('content-type')).toMatch(/^application\/scim\+json/);
      expect(refused?.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' });
    } else expect(refused?.body.details[0].error_code).toBe('RATE_LIMITED');
    // Who is known goes on from there, and everybody from elsewhere.
    expect((await ask(right)).status).toBe(200);
    expect((await ask('wrong', from(newAddress()))).status).toBe(401);
  });

  it('does not mean an old key that a job sends again and again', async () => {
    const address = from(newAddress());
    const statuses = [];
    for (let n = 0; n < 250; n++)
      statuses.push(
        (await app.call('GET', '/api/v1/roles', undefined, { authorization: 'Bearer old', ...address })).status,
      );
    expect(count(statuses)).toEqual({ 401: 250 });
  });
});

describe('a token request', () => {
  it.each(['/oauth/token', '/directory/dir_unknown/oauth/token'])(
    'of more than 16 KiB is refused: %s',
    async (path) => {
      const reply = await token(path, { client_id: 'x', client_secret: 'y'.repeat(17_000) }, from(newAddress()));
      expect([reply.status, reply.body.error]).toEqual([413, 'invalid_request']);
      expect(reply.body.error_description).toContain('16 KiB');
    },
  );

  it.each(['/oauth/token', '/directory/dir_unknown/oauth/token'])(
    'with Basic beside the body is refused: %s',
    async (path) => {
      const basic = { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` };
      const reply = await token(path, { client_id: 'a', client_secret: 'b' }, { ...from(newAddress()), ...basic });
      expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request']);
    },
  );

  it('of a known and of an unknown directory look the same', async () => {
    const { directoryId } = await app.directory();
    const seen = await Promise.all(
      [directoryId, 'dir_01K0000000000000000000000'].map(async (id) => {
        const reply = await token(
          `/directory/${id}/oauth/token`,
          { client_id: 'a', client_secret: 'b' },
          from(newAddress()),
        );
        const headers = [...reply.headers].filter(([name]) => !['x-request-id', 'date'].includes(name));
        return { status: reply.status, body: reply.text, headers };
      }),
    );
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]!.status).toBe(401);
  });

  it('follows the allowlist of its directory, once the secret is right', async () => {
    const { organizationId, directoryId } = await app.directory();
    const base = `organizations/${organizationId}/directories/${directoryId}`;
    const { body: oauth } = await app.post(`${base}/oauth_clients`);
    await app.call('PUT', `/api/v1/${base}/ip_allowlist`, { cidrs: ['203.0.113.0/24'] });
    const path = `/directory/${directoryId}/oauth/token`;
    const outside = await token(path, oauth, from(newAddress()));
    expect([outside.status, outside.body.error]).toEqual([403, 'access_denied']);
    expect((await token(path, { ...oauth, client_secret: 'wrong' }, from(newAddress()))).status).toBe(401);
    expect((await token(path, oauth, from('203.0.113.7'))).status).toBe(200);
  });
});

it('the bootstrap key is stored as a keyed hash, and keeps its id when it was stored as a plain one', async () => {
  const stored = () =>
    runSql<{ plain: boolean; id: string }>(
      app.database.url,
      `SELECT id, hash = sha256('${API_KEY}') AS plain FROM api_keys WHERE bootstrap AND revoked_at IS NULL`,
    );
  const [before] = await stored();
  expect(before!.plain).toBe(false);
  await runSql(app.database.url, `UPDATE api_keys SET hash = sha256('${API_KEY}') WHERE bootstrap`);
  await (await anotherProcess({ ROLLCALL_API_KEY: API_KEY })).close();
  expect(await stored()).toEqual([before]);
  expect((await app.get('roles')).status).toBe(200);
});

it('security events are counted in /metrics, and exports are in the audit log', async () => {
  const { path, organizationId } = await app.directory();
  const headers = { authorization: `Bearer ${API_KEY}` };
  await (await fetch(`${app.api.url}/api/v1/${path}/snapshot`, { headers })).text();
  const { plain_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
  await app.call('POST', '/api/v1/organizations', { display_name: 'x' }, { authorization: `Bearer ${plain_key}` });
  const { text } = await app.call('GET', '/metrics');
  for (const event of [
    'token_issued',
    'token_refused',
    'key_refused',
    'secret_refused',
    'scope_missing',
    'data_exported',
  ])
    expect(text).toMatch(new RegExp(`rollcall_security_events_total\\{event="${event}"\\} [1-9]`));
  const { audit_logs } = (await app.get(`audit_logs?organization_id=${organizationId}&action=snapshot.take`)).body;
  expect(audit_logs).toMatchObject([{ actor_type: 'api_key', ip: '127.0.0.1' }]);
});
