import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from './management-client.js';

let app: ManagementClient;
/** The organization of the limited key, and another one, each with an endpoint and a directory. */
const own = { org: '', endpoint: '', directory: '' };
const foreign = { org: '', endpoint: '', directory: '' };
let keyId: string;
let ask: (method: string, path: string, body?: unknown) => Promise<Reply>;

beforeAll(async () => {
  app = await ManagementClient.start();
  for (const [name, made] of Object.entries({ own, foreign })) {
    made.org = (await app.post('organizations', { display_name: name, external_id: name })).body.organization.id;
    const directory = { directory_type: 'SCIM', directory_provider: 'OKTA' };
    made.directory = (await app.post(`organizations/${made.org}/directories`, directory)).body.directory.id;
    const path = `organizations/${made.org}/directories/${made.directory}/secrets`;
    const { plain_secret: secret } = (await app.post(path)).body;
    await app.user({ directoryId: made.directory, secret }, name);
    const endpoint = { url: 'http://127.0.0.1:1/hook', organization_id: made.org };
    made.endpoint = (await app.post('webhook_endpoints', endpoint)).body.endpoint.id;
  }
  const scopes = ['read', 'write', 'admin'];
  const { plain_key: plain, api_key: key } = (await app.post('api_keys', { scopes, organization_ids: [own.org] })).body;
  keyId = key.id;
  expect(key.organization_ids).toEqual([own.org]);
  ask = (method, path, body) => app.call(method, `/api/v1/${path}`, body, { authorization: `Bearer ${plain}` });
});
afterAll(() => app.stop());

describe('an API key of one organization', () => {
  it('reads and changes what is in that organization', async () => {
    expect((await ask('GET', `organizations/${own.org}`)).status).toBe(200);
    expect((await ask('GET', `organizations/${own.org}/directories/${own.directory}/users`)).status).toBe(200);
    expect((await ask('PATCH', `organizations/${own.org}`, { display_name: 'mine' })).status).toBe(200);
    expect((await ask('PATCH', `webhook_endpoints/${own.endpoint}`, { description: 'mine' })).status).toBe(200);
    expect((await ask('GET', 'roles')).status).toBe(200);
    const made = await ask('POST', 'webhook_endpoints', { url: 'http://127.0.0.1:1/more' });
    expect(made.body.endpoint.organization_id).toBe(own.org);
  });

  it.each([
    ['GET', () => `organizations/${foreign.org}`],
    ['PATCH', () => `organizations/${foreign.org}`],
    ['DELETE', () => `organizations/${foreign.org}`],
    ['GET', () => `organizations/${foreign.org}/directories/${foreign.directory}/users`],
    ['GET', () => `organizations/${own.org}/directories/${foreign.directory}/users`],
    ['PUT', () => `organizations/${foreign.org}/portal_links`],
    ['GET', () => 'organizations:external/foreign'],
    ['GET', () => `webhook_endpoints/${foreign.endpoint}`],
    ['GET', () => `webhook_endpoints/${foreign.endpoint}/secret`],
    ['PATCH', () => `webhook_endpoints/${foreign.endpoint}`],
    ['DELETE', () => `webhook_endpoints/${foreign.endpoint}`],
    ['POST', () => `webhook_endpoints/${foreign.endpoint}:replay`],
    ['GET', () => 'webhook_endpoints/x'],
    ['GET', () => 'deliveries/x'],
  ])('does not find what is in another one: %s %#', async (method, path) => {
    const body = ['GET', 'DELETE'].includes(method) ? undefined : {};
    const reply = await ask(method, path(), body);
    expect(reply.status).toBe(404);
  });

  it.each<[string, () => string, (() => object)?]>([
    ['POST', () => 'organizations', () => ({ display_name: 'more' })],
    ['GET', () => 'api_keys'],
    ['POST', () => 'api_keys', () => ({ scopes: ['admin'] })],
    ['PATCH', () => `api_keys/${keyId}`, () => ({ organization_ids: null })],
    ['GET', () => 'signing_keys'],
    ['POST', () => 'signing_keys:rotate'],
    ['PUT', () => 'roles', () => ({ roles: [] })],
    ['GET', () => 'deprovisionings:unacknowledged'],
    ['GET', () => `events?organization_id=${foreign.org}`],
    ['GET', () => `audit_logs?organization_id=${foreign.org}`],
    ['GET', () => `oversized_resources?organization_id=${foreign.org}`],
    ['GET', () => `name_collisions?organization_id=${foreign.org}`],
    ['GET', () => `webhook_endpoints?organization_id=${foreign.org}`],
    ['POST', () => 'events/paginated', () => ({ organization_id: foreign.org })],
    ['POST', () => 'events/paginated', () => ({ filter: { organization_id: foreign.org } })],
    ['POST', () => 'webhook_endpoints', () => ({ url: 'http://127.0.0.1:1/', organization_id: foreign.org })],
    ['POST', () => 'webhook_endpoints', () => ({ endpoint: { url: 'http://127.0.0.1:1/', organization_id: null } })],
    ['PATCH', () => `webhook_endpoints/${own.endpoint}`, () => ({ organization_id: null })],
    ['PATCH', () => `webhook_endpoints/${own.endpoint}`, () => ({ organization_id: foreign.org })],
  ])('is refused what is about others or about all: %s %#', async (method, path, body) => {
    expect((await ask(method, path(), body?.())).status).toBe(403);
  });

  it('moves no endpoint to a directory of another one', async () => {
    const moved = await ask('PATCH', `webhook_endpoints/${own.endpoint}`, { directory_id: foreign.directory });
    expect(moved.status).toBe(400);
  });

  it('sees its organization alone in every list', async () => {
    const ids = (entries: { id: string }[]) => entries.map(({ id }) => id);
    expect(ids((await ask('GET', 'organizations')).body.organizations)).toEqual([own.org]);
    expect(ids((await ask('GET', 'organizations?external_id=foreign')).body.organizations)).toEqual([]);
    expect((await ask('GET', 'organizations:search?query=foreign')).body.organizations).toEqual([]);
    for (const { organization_id: id } of (await ask('GET', 'webhook_endpoints')).body.endpoints) {
      expect(id).toBe(own.org);
    }
    await app.events('', 2);
    for (const query of ['', '?organization_id=']) {
      const { events } = (await ask('GET', `events${query}`)).body;
      expect(events.map((event: { organization_id: string }) => event.organization_id)).toEqual(
        events.map(() => own.org),
      );
      expect(events.length).toBeGreaterThan(0);
    }
    for (const body of [{}, { organization_id: '' }, { filter: {} }, { filter: { organization_id: '' } }]) {
      const { events } = (await ask('POST', 'events/paginated', body)).body;
      for (const { organization_id: id } of events) expect(id).toBe(own.org);
    }
    const { audit_logs: entries } = (await ask('GET', 'audit_logs')).body;
    for (const { organization_id: id } of entries) expect(id).toBe(own.org);
  });

  it('gives no more to an access token than to itself', async () => {
    const { plain_key: plain, api_key: key } = (
      await app.post('api_keys', { scopes: ['read'], organization_ids: [own.org] })
    ).body;
    const form = { grant_type: 'client_credentials', client_id: key.id, client_secret: plain };
    const { access_token: token } = (await tokenFor(form)).body;
    const reply = await app.call('GET', `/api/v1/organizations/${foreign.org}`, undefined, {
      authorization: `Bearer ${token}`,
    });
    expect(reply.status).toBe(404);
  });

  it('names one of several, and organizations that exist', async () => {
    const both = await app.post('api_keys', { scopes: ['read'], organization_ids: [own.org, foreign.org] });
    const headers = { authorization: `Bearer ${both.body.plain_key}` };
    expect((await app.call('GET', '/api/v1/events', undefined, headers)).status).toBe(400);
    const named = await app.call('GET', `/api/v1/events?organization_id=${foreign.org}`, undefined, headers);
    expect(named.status).toBe(200);
    for (const ids of [[], ['org_nobody'], ['x'], 'x']) {
      expect((await app.post('api_keys', { scopes: ['read'], organization_ids: ids })).status).toBe(400);
    }
    const { id } = both.body.api_key;
    expect((await app.call('PATCH', `/api/v1/api_keys/${id}`, { organization_ids: null })).status).toBe(200);
    expect((await app.call('GET', '/api/v1/events', undefined, headers)).status).toBe(200);
  });
});

function tokenFor(form: Record<string, string>): Promise<Reply> {
  return app.call('POST', '/oauth/token', new URLSearchParams(form).toString(), {
    authorization: '',
    'content-type': 'application/x-www-form-urlencoded',
  });
}

describe('signing keys', () => {
  const token = async (): Promise<string> =>
    (
      await tokenFor({
        grant_type: 'client_credentials',
        client_id: 'rollcall',
        client_secret: 'e2e-bootstrap-key-of-32-characters',
      })
    ).body.access_token;
  const kids = async () =>
    (await app.call('GET', '/keys')).body.keys.map(({ kid }: { kid: string }) => kid) as string[];
  const opens = async (bearer: string) =>
    (await app.call('GET', '/api/v1/organizations', undefined, { authorization: `Bearer ${bearer}` })).status;

  it('follow one another: published first, then signing, and the old one verifies meanwhile', async () => {
    const old = await token();
    const [before] = await kids();
    const rotated = await app.post('signing_keys:rotate');
    expect(rotated.status).toBe(200);
    const [fresh, retired] = rotated.body.signing_keys;
    expect(retired).toMatchObject({ kid: before, expire_time: expect.any(String) });
    expect(fresh).toMatchObject({ expire_time: null });
    expect(Date.parse(retired.expire_time) - Date.parse(fresh.signs_from)).toBe(86_400_000);
    expect(await kids()).toEqual([fresh.kid, before]);
    // Not yet the new one: verifiers may have read the set five minutes ago.
    expect(decodeProtectedHeader(await token()).kid).toBe(before);
    expect(await opens(old)).toBe(200);
  });

  it('end at once without overlap, and their tokens with them', async () => {
    const old = await token();
    const rotated = await app.post('signing_keys:rotate?overlap=0');
    const [fresh] = rotated.body.signing_keys;
    expect(rotated.body.signing_keys).toHaveLength(1);
    expect(await kids()).toEqual([fresh.kid]);
    expect(await opens(old)).toBe(401);
    const next = await token();
    expect(decodeProtectedHeader(next).kid).toBe(fresh.kid);
    expect(await opens(next)).toBe(200);
    await jwtVerify(next, createRemoteJWKSet(new URL(`${app.api.url}/keys`)), { issuer: 'https://rollcall.example' });
  });

  it('are rotated by administrators only, with an overlap that makes sense', async () => {
    const { plain_key: plain } = (await app.post('api_keys', { scopes: ['write'] })).body;
    const writer = { authorization: `Bearer ${plain}` };
    expect((await app.call('POST', '/api/v1/signing_keys:rotate', undefined, writer)).status).toBe(403);
    expect((await app.post('signing_keys:rotate?overlap=8d')).status).toBe(400);
    expect((await app.get('signing_keys')).text).not.toMatch(/private|cipher|"d"/);
    const { audit_logs: entries } = (await app.get('audit_logs?action=signing_key.rotate')).body;
    const done = entries.filter(({ outcome }: { outcome: string }) => outcome === 'done');
    expect(done.length).toBe(2);
  });
});
