import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#directory';
import { hashSecret } from '#persistence';
import { runSql } from '../support/index.js';
import { until } from '../support/until.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';

/** One address: of a guesser, and of everybody below. The process has met none of their credentials. */
const shared = { 'x-forwarded-for': '198.51.100.7' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_TRUSTED_PROXIES: '127.0.0.0/8' });
  for (let n = 0; n < 6; n++) await guess(40);
  await exhausted();
}, 60_000);
afterAll(() => app.stop());

const ask = (credential: string, path = '/api/v1/organizations'): Promise<Reply> =>
  app.call('GET', path, undefined, { authorization: `Bearer ${credential}`, ...shared });
const guess = (count: number) => Promise.all(Array.from({ length: count }, () => ask(`wrong${Math.random()}`)));
/** The guesser goes on until nothing of its is looked at. */
const exhausted = () =>
  until(async () => expect((await guess(4)).map(({ status }) => status)).toEqual(Array(4).fill(429)));
/** Within a moment: one guess a second is looked at. */
const refused = (guessed: () => Promise<Reply>) =>
  until(async () => {
    await guess(2);
    const { status } = await guessed();
    expect([401, 429]).toContain(status);
    expect(status).toBe(429);
  });
const token = (path: string, form: Record<string, string>): Promise<Reply> =>
  app.call('POST', path, new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(), {
    ...FORM,
    ...shared,
  });

describe('beside a guesser, who is right gets in at once:', () => {
  it('a new API key, and an access token of it', async () => {
    const { plain_key, api_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
    await exhausted();
    const issued = await token('/oauth/token', { client_id: api_key.id, client_secret: plain_key });
    expect(issued.status).toBe(200);
    await exhausted();
    expect((await ask(issued.body.access_token)).status).toBe(200);
    expect((await ask(plain_key)).status).toBe(200);
  });

  it('the key of the operator', async () => {
    await exhausted();
    expect((await ask(API_KEY)).status).toBe(200);
  });

  it('a new secret of a directory, and one that came from another product', async () => {
    const { directoryId, secret } = await app.directory();
    await runSql(
      app.database.url,
      `INSERT INTO directory_secrets (id, directory_id, hash, suffix)
        VALUES ('${newId('sec')}', '${directoryId}', decode('${hashSecret('imported').toString('hex')}', 'hex'), 'x')`,
    );
    await exhausted();
    const path = `/directory/${directoryId}/scim/v2/Users`;
    expect((await ask(secret, path)).status).toBe(200);
    await exhausted();
    await until(async () => expect((await ask('imported', path)).status).toBe(200));
  });

  it('an OAuth client of a directory by its secret, and by its access token', async () => {
    const { path, directoryId } = await app.directory();
    const { body: oauth } = await app.post(`${path}/oauth_clients`);
    await exhausted();
    const issued = await token(`/directory/${directoryId}/oauth/token`, oauth);
    expect(issued.status).toBe(200);
    await exhausted();
    expect((await ask(issued.body.access_token, `/directory/${directoryId}/scim/v2/Users`)).status).toBe(200);
  });

  it('an OAuth client of a directory by what it signed, once', async () => {
    const { path, directoryId } = await app.directory();
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] };
    const { body } = await app.post(`${path}/oauth_clients`, { token_endpoint_auth_method: 'private_key_jwt', jwks });
    const client: string = body.client_id;
    const audience = `https://rollcall.example/directory/${directoryId}`;
    const assertion = await new SignJWT({ jti: newId('req') })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(client)
      .setSubject(client)
      .setAudience(audience)
      .setExpirationTime('5m')
      .sign(privateKey);
    const form = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
    await exhausted();
    expect((await token(`/directory/${directoryId}/oauth/token`, form)).status).toBe(200);
    await exhausted();
    await refused(() => token(`/directory/${directoryId}/oauth/token`, form));
  });

  it('whoever signs in to the dashboard, beside ten wrong keys', async () => {
    const signIn = (api_key: string) => app.call('POST', '/api/v1/sessions', { api_key }, shared);
    const statuses = [];
    for (let n = 0; n < 12; n++) statuses.push((await signIn(`wrong${n}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn(API_KEY)).status).toBe(201);
    const { plain_key } = (await app.post('api_keys', { scopes: ['admin'] })).body;
    const signedIn = await signIn(plain_key);
    expect(signedIn.status).toBe(201);
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    await exhausted();
    const called = await app.call('GET', '/api/v1/organizations', undefined, {
      cookie,
      authorization: '',
      'x-rollcall-client': 'dashboard',
      ...shared,
    });
    expect(called.status).toBe(200);
  });
});

describe('beside a guesser, nobody gets in by what only looks like it:', () => {
  it('a token with another mark, or with another signature', async () => {
    const { plain_key, api_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
    const { access_token } = (await token('/oauth/token', { client_id: api_key.id, client_secret: plain_key })).body;
    const other = (text: string) => text.slice(0, -6) + (text.endsWith('aaaaaa') ? 'bbbbbb' : 'aaaaaa');
    await refused(() => ask(other(plain_key)));
    await refused(() => ask(other(access_token)));
  });

  it('a revoked key, which is looked up once a second', async () => {
    const { plain_key, api_key } = (await app.post('api_keys', { scopes: ['read'] })).body;
    await app.call('DELETE', `/api/v1/api_keys/${api_key.id}`);
    await exhausted();
    expect((await ask(plain_key)).status).toBe(401);
    await refused(() => ask(plain_key));
  });
});

it('wrong notifications of an address are refused before they are read, apart from its other guesses', async () => {
  const from = { 'x-forwarded-for': '198.51.100.8' };
  const notify = (headers = from) =>
    app.call('POST', `/directory/${newId('dir')}/notifications`, 'x'.repeat(1_000), {
      'content-type': 'text/plain',
      ...headers,
    });
  expect((await notify()).status).toBe(401);
  const statuses: number[] = [];
  for (let n = 0; n < 7; n++)
    statuses.push(...(await Promise.all(Array.from({ length: 40 }, () => notify()))).map(({ status }) => status));
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  const refused = await until(async () => {
    const reply = await notify();
    expect(reply.status).toBe(429);
    return reply;
  });
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await notify({ 'x-forwarded-for': '198.51.100.9' })).status).toBe(401);
  const wrong = { authorization: 'Bearer wrong', ...from };
  expect((await app.call('GET', '/api/v1/organizations', undefined, wrong)).status).toBe(401);
});
