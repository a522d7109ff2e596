import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const as = (credential: string) => ({ authorization: `Bearer ${credential}` });
const createKey = async (input: Record<string, unknown>) => (await app.post('api_keys', input)).body;

function token(form: Record<string, string>, headers: Record<string, string> = {}) {
  return app.call('POST', '/oauth/token', new URLSearchParams(form).toString(), {
    authorization: '',
    'content-type': 'application/x-www-form-urlencoded',
    ...headers,
  });
}
const grant = { grant_type: 'client_credentials' };

describe('API keys', () => {
  it('are shown once, stored hashed, and stop when they are revoked', async () => {
    const created = await app.post('api_keys', { name: 'reader', scopes: ['read'] });
    expect(created.status).toBe(201);
    const { plain_key: plain, api_key: key } = created.body;
    expect(plain).toMatch(/^rk_[A-Za-z0-9]{48}$/);
    expect(key).toMatchObject({
      id: expect.stringMatching(/^key_/),
      name: 'reader',
      scopes: ['read'],
      key_suffix: plain.slice(-4),
      status: 'ACTIVE',
      expire_time: null,
    });
    expect((await app.call('GET', '/api/v1/organizations', undefined, as(plain))).status).toBe(200);

    const listed = await app.get('api_keys?page_size=100');
    expect(listed.text).not.toContain(plain);
    expect(listed.body.api_keys.map(({ id }: { id: string }) => id)).toContain(key.id);

    expect((await app.delete(`api_keys/${key.id}`)).status).toBe(204);
    expect((await app.call('GET', '/api/v1/organizations', undefined, as(plain))).status).toBe(401);
    const after = (await app.get('api_keys?page_size=100')).body.api_keys;
    expect(after.find(({ id }: { id: string }) => id === key.id).status).toBe('INACTIVE');
  });

  it('do what their scope says, and are told which they lack', async () => {
    const { plain_key: reader } = await createKey({ scopes: ['read'] });
    const { plain_key: writer } = await createKey({ scopes: ['write'] });
    const post = (key: string) => app.call('POST', '/api/v1/organizations', { display_name: 'Scoped' }, as(key));
    const refused = await post(reader);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 7, message: expect.stringContaining('"write"') });
    expect((await post(writer)).status).toBe(201);
    expect((await app.call('GET', '/api/v1/organizations', undefined, as(writer))).status).toBe(200);
    expect((await app.call('GET', '/api/v1/api_keys', undefined, as(writer))).status).toBe(403);
  });

  it('end when they say so', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const { api_key: key } = await createKey({ scopes: ['read'], expire_time: soon });
    expect(key.expire_time).toBe(soon);
    const past = await app.post('api_keys', { scopes: ['read'], expire_time: '2020-01-01T00:00:00Z' });
    expect(past.status).toBe(400);
    expect(past.body.details[0].field_violations[0].field).toBe('expire_time');
  });

  it.each([[{}], [{ scopes: [] }], [{ scopes: ['root'] }], [{ scopes: 'read' }], [{ scopes: [null] }]])(
    'refuse %j by name',
    async (input) => {
      const reply = await app.post('api_keys', input);
      expect(reply.status).toBe(400);
      expect(reply.body.details[0].field_violations[0].field).toBe('scopes');
    },
  );

  it('leave the bootstrap key to its variable', async () => {
    const { api_keys: keys } = (await app.get('api_keys?page_size=100')).body;
    const bootstrap = keys.find(({ name }: { name: string }) => name === 'ROLLCALL_API_KEY');
    expect((await app.delete(`api_keys/${bootstrap.id}`)).status).toBe(409);
  });

  it.each([
    ['nothing', ''],
    ['another scheme', 'Basic abc'],
    ['a wrong key', 'Bearer rk_wrong'],
    ['no key', 'Bearer '],
    ['something like a token', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x'],
  ])('are needed: %s is 401', async (_name, authorization) => {
    const reply = await app.call('GET', '/api/v1/organizations', undefined, { authorization });
    expect(reply.status).toBe(401);
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
    expect(reply.body).toMatchObject({ code: 16, details: [{ error_code: 'UNAUTHENTICATED' }] });
  });

  it('take the scheme in any case', async () => {
    const reply = await app.call('GET', '/api/v1/organizations', undefined, { authorization: `bearer ${API_KEY}` });
    expect(reply.status).toBe(200);
  });
});

describe('access tokens', () => {
  it('are minted for the bootstrap key, and verify against the published keys', async () => {
    const reply = await token({ ...grant, client_id: 'rollcall', client_secret: API_KEY });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'read write admin',
    });
    const keys = createRemoteJWKSet(new URL(`${app.api.url}/keys`));
    const { payload, protectedHeader } = await jwtVerify(reply.body.access_token, keys, { algorithms: ['RS256'] });
    expect(protectedHeader.kid).toEqual(expect.any(String));
    expect(payload).toMatchObject({ iss: 'https://rollcall.example', scope: 'read write admin' });
    const used = await app.call('GET', '/api/v1/api_keys', undefined, as(reply.body.access_token));
    expect(used.status).toBe(200);
    expect(JSON.stringify((await app.call('GET', '/keys')).body)).not.toMatch(/"(d|p|q)":/);
  });

  it('are minted for a key with Basic credentials, with fewer scopes, and stop with the key', async () => {
    const { plain_key: plain, api_key: key } = await createKey({ scopes: ['write'] });
    const basic = { authorization: `Basic ${Buffer.from(`${key.id}:${plain}`).toString('base64')}` };
    const full = (await token(grant, basic)).body;
    expect(full.scope).toBe('write');
    const narrow = (await token({ ...grant, scope: 'read' }, basic)).body;
    const call = (method: string, access: string) =>
      app.call(
        method,
        '/api/v1/organizations',
        method === 'POST' ? { display_name: 'By token' } : undefined,
        as(access),
      );
    expect((await call('POST', full.access_token)).status).toBe(201);
    expect((await call('GET', narrow.access_token)).status).toBe(200);
    expect((await call('POST', narrow.access_token)).status).toBe(403);
    await app.delete(`api_keys/${key.id}`);
    expect((await call('GET', full.access_token)).status).toBe(401);
    expect((await token(grant, basic)).status).toBe(401);
  });

  it.each([
    [{}, 400, 'invalid_request'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [grant, 401, 'invalid_client'],
    [{ ...grant, client_id: 'rollcall', client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ ...grant, client_id: 'someone', client_secret: API_KEY }, 401, 'invalid_client'],
    [{ ...grant, client_id: 'rollcall', client_secret: API_KEY, scope: 'root' }, 400, 'invalid_scope'],
  ])('%j is refused in OAuth form', async (form, status, error) => {
    const reply = await token(form as Record<string, string>);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ error, error_description: expect.any(String) });
  });
});
