import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { exportJWK, type CryptoKey, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from './management-client.js';

const ISSUER = 'https://rollcall.example';
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Pair {
  alg: string;
  kid: string;
  privateKey: CryptoKey;
  jwk: JWK;
}

let client: ManagementClient;
let clients: string;
let directory: string;
let count = 0;
const servers: Server[] = [];

beforeAll(async () => {
  client = await ManagementClient.start();
});
beforeEach(async () => {
  const { body } = await client.post('organizations', { display_name: 'Acme' });
  const base = `organizations/${body.organization.id}/directories`;
  directory = (await client.post(base, { directory_provider: 'OKTA' })).body.directory.id;
  clients = `${base}/${directory}/oauth_clients`;
});
afterAll(() => client.stop());
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function pair(alg = 'ES256', kid = `key-${++count}`): Promise<Pair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

/** A client that has these keys, and its id. */
async function keyed(...pairs: Pair[]): Promise<string> {
  const jwks = { keys: pairs.map(({ jwk }) => jwk) };
  const { status, body } = await client.post(clients, { token_endpoint_auth_method: 'private_key_jwt', jwks });
  expect([status, Object.keys(body)]).toEqual([201, ['client_id']]);
  return body.client_id;
}

function assertionOf({ alg, kid, privateKey }: Pair, id: string, changes: JWTPayload = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const aud = `${ISSUER}/directory/${directory}`;
  return new SignJWT({ iss: id, sub: id, aud, iat: now, exp: now + 60, jti: `jti-${++count}`, ...changes })
    .setProtectedHeader({ alg, kid })
    .sign(privateKey);
}

const form = (assertion: string, more: Record<string, string> = {}) => ({
  grant_type: 'client_credentials',
  client_assertion_type: JWT_BEARER,
  client_assertion: assertion,
  ...more,
});
const token = (fields: Record<string, string>): Promise<Reply> =>
  client.call('POST', `/directory/${directory}/oauth/token`, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });

async function refused(assertion: string, words: RegExp): Promise<void> {
  const { status, body } = await token(form(assertion));
  expect([status, body.error]).toEqual([401, 'invalid_client']);
  expect(body.error_description).toMatch(words);
}

describe('an OAuth client with a key of its own (RFC 7523)', () => {
  it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('gets a token for SCIM with %s', async (alg) => {
    const key = await pair(alg);
    const id = await keyed(key);
    for (const aud of [`${ISSUER}/directory/${directory}`, `${ISSUER}/directory/${directory}/oauth/token`]) {
      const { status, body } = await token(form(await assertionOf(key, id, { aud }), { scope: 'scim' }));
      expect(status, body.error_description).toBe(200);
      expect(body).toMatchObject({ token_type: 'Bearer', scope: 'scim' });
      const users = await client.call('GET', `/directory/${directory}/scim/v2/Users`, undefined, {
        authorization: `Bearer ${body.access_token}`,
      });
      expect(users.status).toBe(200);
    }
  });

  it('uses each assertion once, whoever sends it at the same moment', async () => {
    const key = await pair();
    const assertion = await assertionOf(key, await keyed(key));
    const answers = await Promise.all(Array.from({ length: 5 }, () => token(form(assertion))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
    await refused(assertion, /jti was used before/);
  });

  it('is refused by whatever is wrong with the assertion', async () => {
    const key = await pair();
    const other = { ...(await pair()), kid: key.kid };
    const now = Math.floor(Date.now() / 1000);
    const wrong: [JWTPayload, RegExp][] = [
      [{ aud: ISSUER }, /aud is neither/],
      [{ aud: undefined }, /aud/],
      [{ exp: now - 120 }, /expired/],
      [{ exp: now + 3_600 }, /more than 10 minutes/],
      [{ exp: undefined }, /exp/],
      [{ jti: undefined }, /jti/],
      [{ jti: '' }, /jti/],
      [{ iss: 'somebody' }, /iss and sub/],
      [{ nbf: now + 120 }, /nbf/],
    ];
    // Ten wrong ones within a minute are all that a client may send: every two have a client of their own.
    for (const [changes, words] of wrong) await refused(await assertionOf(key, await keyed(key), changes), words);
    await refused(await assertionOf(other, await keyed(key)), /signature/);
    await refused(await assertionOf({ ...key, kid: 'unknown' }, await keyed(key)), /kid/);
  });

  it.each([
    ['none', ''],
    ['HS256', 'AAAA'],
  ])('is refused with alg %s', async (alg, signature) => {
    const id = await keyed(await pair());
    const [, payload] = (await assertionOf(await pair(), id)).split('.');
    const header = Buffer.from(JSON.stringify({ alg })).toString('base64url');
    await refused(`${header}.${payload}.${signature}`, /alg must be one of|no signed JWT/);
  });

  it('has no secret, and a client with a secret has no assertions', async () => {
    const key = await pair();
    const id = await keyed(key);
    expect((await token({ grant_type: 'client_credentials', client_id: id, client_secret: '' })).status).toBe(401);
    const { body } = await client.post(clients);
    expect((await token(form(await assertionOf(key, body.client_id)))).status).toBe(401);
    const listed = (await client.get(clients)).body.oauth_clients as Record<string, unknown>[];
    expect(listed.find(({ client_id }) => client_id === id)).toMatchObject({
      token_endpoint_auth_method: 'private_key_jwt',
      secret_suffix: '',
      status: 'ACTIVE',
    });
  });

  it('stops with its revocation', async () => {
    const key = await pair();
    const id = await keyed(key);
    const { body } = await token(form(await assertionOf(key, id)));
    expect((await client.delete(`${clients}/${id}`)).status).toBe(204);
    expect((await token(form(await assertionOf(key, id)))).status).toBe(401);
    const users = await client.call('GET', `/directory/${directory}/scim/v2/Users`, undefined, {
      authorization: `Bearer ${body.access_token}`,
    });
    expect(users.status).toBe(401);
  });

  it('is guessed at ten times a minute at most', async () => {
    const key = await pair();
    const id = await keyed(key);
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push((await token(form(await assertionOf(key, id, { aud: 'x' })))).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
  });
});

describe('the keys behind a jwks_uri', () => {
  const serve = async (
    answer: () => { status?: number; body: string },
  ): Promise<{ uri: string; asked: () => number }> => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      const { status = 200, body } = answer();
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((done) => server.once('listening', done));
    return { uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`, asked: () => asked };
  };
  const behind = async (jwks_uri: string): Promise<string> => {
    const { status, body } = await client.post(clients, { token_endpoint_auth_method: 'private_key_jwt', jwks_uri });
    expect(status, JSON.stringify(body)).toBe(201);
    return body.client_id;
  };

  it('are read once, and not for every unknown kid', async () => {
    const key = await pair();
    const { uri, asked } = await serve(() => ({ body: JSON.stringify({ keys: [key.jwk] }) }));
    const id = await behind(uri);
    for (let n = 0; n < 3; n++) expect((await token(form(await assertionOf(key, id)))).status).toBe(200);
    expect(asked()).toBe(1);
    for (let n = 0; n < 3; n++) await refused(await assertionOf(await pair(), id), /kid/);
    expect(asked()).toBe(1);
  });

  it.each([
    ['status 500', () => ({ status: 500, body: '{}' }), /status 500/],
    ['what is no JSON', () => ({ body: '<html>' }), /JSON document/],
    ['more than 64 KiB', () => ({ body: JSON.stringify({ keys: [], pad: 'x'.repeat(70_000) }) }), /64 KiB/],
    ['no key set', () => ({ body: '{"keys":7}' }), /key set/],
  ])('refuse the assertion where there is %s', async (_what, answer, words) => {
    const { uri } = await serve(answer);
    await refused(await assertionOf(await pair(), await behind(uri)), words);
  });

  it('refuse it where nobody listens', async () => {
    await refused(await assertionOf(await pair(), await behind('http://127.0.0.1:9/jwks.json')), /cannot be read/);
  });
});

describe('creating an OAuth client', () => {
  it('takes public keys only, and names what is wrong', async () => {
    const { privateKey, jwk } = await pair();
    const secret = await exportJWK(privateKey);
    const method = { token_endpoint_auth_method: 'private_key_jwt' };
    const wrong: [object, string][] = [
      [{ ...method }, 'jwks'],
      [{ ...method, jwks: { keys: [secret] } }, 'jwks'],
      [{ ...method, jwks: { keys: [] } }, 'jwks'],
      [{ ...method, jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }, 'jwks'],
      [{ ...method, jwks: { keys: [jwk] }, jwks_uri: 'https://idp.example/jwks' }, 'jwks_uri'],
      [{ ...method, jwks_uri: 'ftp://idp.example/jwks' }, 'jwks_uri'],
      [{ jwks: { keys: [jwk] } }, 'jwks'],
      [{ token_endpoint_auth_method: 'tls_client_auth' }, 'token_endpoint_auth_method'],
    ];
    for (const [input, field] of wrong) {
      const { status, body } = await client.post(clients, input);
      expect([status, body.details[0].field_violations[0].field], JSON.stringify(input)).toEqual([400, field]);
    }
    expect(JSON.stringify(await client.post(clients, { ...method, jwks: { keys: [secret] } }))).not.toContain(secret.d);
  });

  it('keeps a secret to the way it was made for', async () => {
    for (const [method, inBody, inHeader] of [
      ['client_secret_post', 200, 401],
      ['client_secret_basic', 401, 200],
    ] as const) {
      const { client_id, client_secret } = (await client.post(clients, { token_endpoint_auth_method: method })).body;
      const grant = { grant_type: 'client_credentials' };
      expect((await token({ ...grant, client_id, client_secret })).status).toBe(inBody);
      const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
      const { status } = await client.call(
        'POST',
        `/directory/${directory}/oauth/token`,
        new URLSearchParams(grant).toString(),
        { 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${basic}` },
      );
      expect(status).toBe(inHeader);
    }
  });

  it('gives tokens of the scope scim only', async () => {
    const { body } = await client.post(clients);
    const { status, body: error } = await token({ grant_type: 'client_credentials', ...body, scope: 'admin' });
    expect([status, error.error]).toEqual([400, 'invalid_scope']);
  });
});

it('is described by metadata (RFC 8414), the same for an unknown directory', async () => {
  for (const id of [directory, 'dir_unknown']) {
    const { status, body } = await client.call('GET', `/.well-known/oauth-authorization-server/directory/${id}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      issuer: `${ISSUER}/directory/${id}`,
      token_endpoint: `${ISSUER}/directory/${id}/oauth/token`,
      jwks_uri: `${ISSUER}/keys`,
      scopes_supported: ['scim'],
      response_types_supported: ['none'],
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
    });
  }
  const { body } = await client.call('GET', '/.well-known/oauth-authorization-server');
  expect(body).toMatchObject({ issuer: ISSUER, token_endpoint: `${ISSUER}/oauth/token` });
});
