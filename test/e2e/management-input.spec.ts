import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

describe('a method that a path does not have', () => {
  it.each([
    ['PUT', '/api/v1/organizations', 'GET, HEAD, POST'],
    ['PATCH', '/api/v1/audit_logs', 'GET, HEAD'],
    ['POST', '/api/v1/organizations/org_1', 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/api/v1/organizations/org_1/directories/dir_1:enable', 'PATCH'],
    ['GET', '/oauth/token', 'POST'],
  ])('%s %s is 405, and what it has is said', async (method, path, allow) => {
    const reply = await app.call(method, path);
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe(allow);
    expect(reply.body).toMatchObject({ code: 12, details: [{ error_code: 'METHOD_NOT_ALLOWED' }] });
  });

  it('is 405 in SCIM words below /directory', async () => {
    const directory = await app.directory();
    const reply = await app.scim(directory, 'PUT', 'Users', {});
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(reply.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '405' });
  });

  it('an unknown path stays 404', async () => {
    expect((await app.get('nothing')).status).toBe(404);
    expect((await app.call('GET', '/directory/dir_1/scim/v2/Nothing')).status).toBe(404);
  });
});

describe('a malformed body', () => {
  const wrong = { authorization: 'Bearer wrong' };

  it('of a stranger is 401: it is not even read', async () => {
    expect((await app.call('POST', '/api/v1/organizations', '{', wrong)).status).toBe(401);
    expect((await app.call('POST', '/api/v1/organizations', 'x'.repeat(2_000_000), wrong)).status).toBe(401);
    const { directoryId } = await app.directory();
    expect((await app.call('POST', `/directory/${directoryId}/scim/v2/Users`, '{', wrong)).status).toBe(401);
    expect((await app.call('POST', '/directory/dir_unknown/scim/v2/Users', '{', wrong)).status).toBe(401);
  });

  it.each([
    ['{', 'body'],
    ['{"display_name":"\\u0000"}', 'display_name'],
    ['{"metadata":{"a":"\\ud800"}}', 'metadata.a'],
    ['{"__proto__":{}}', 'body'],
    ['['.repeat(100), 'body'],
  ])('of a client is 400, and says where: %s', async (body, field) => {
    const reply = await app.call('POST', '/api/v1/organizations', body);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0]).toMatchObject({ error_code: 'VALIDATION_ERROR', field_violations: [{ field }] });
  });
});

describe('what clients send', () => {
  it('page_size=0 is the default', async () => {
    for (const name of ['a', 'b']) await app.post('organizations', { display_name: name });
    const { organizations } = (await app.get('organizations?page_size=0')).body;
    expect(organizations.length).toBeGreaterThan(1);
  });

  it("Scalekit's message around the object is taken off", async () => {
    const created = await app.post('organizations', { organization: { display_name: 'Wrapped', slug: 'wrapped-1' } });
    expect(created.body.organization).toMatchObject({ display_name: 'Wrapped', slug: 'wrapped-1' });
    const path = `organizations/${created.body.organization.id}`;
    const { directory } = (
      await app.post(`${path}/directories`, { directory: { directory_provider: 'OKTA', name: 'In' } })
    ).body;
    expect(directory).toMatchObject({ directory_provider: 'OKTA', name: 'In' });
    const patched = await app.patch(`${path}/directories/${directory.id}`, { directory: { name: 'Out' } });
    expect(patched.body.directory.name).toBe('Out');
    const refused = await app.post(`${path}/directories`, { directory: { directory_provider: 'NONE' } });
    expect(refused.body.details[0].field_violations[0].field).toBe('directory_provider');
  });

  it.each(['', 'Mega Soft', 'UPPER', '-a', 'a-', 'a_b', 'ä', 'x'.repeat(64), 7])(
    'the slug %j is refused',
    async (slug) => {
      const reply = await app.post('organizations', { display_name: 'x', slug });
      expect(reply.status).toBe(400);
      expect(reply.body.details[0].field_violations[0].field).toBe('slug');
    },
  );

  it("a page token is its list's alone", async () => {
    for (const name of ['c', 'd']) await app.post('organizations', { display_name: name });
    const token = (await app.get('organizations?page_size=1')).body.next_page_token;
    expect((await app.get(`organizations?page_size=1&page_token=${token}`)).status).toBe(200);
    for (const list of ['api_keys', 'webhook_endpoints', 'organizations:search?query=c', 'audit_logs']) {
      const reply = await app.get(`${list}${list.includes('?') ? '&' : '?'}page_token=${token}`);
      expect(reply.status, list).toBe(400);
      expect(reply.body.details[0].field_violations[0].field).toBe('page_token');
    }
  });
});

describe('lists of what opens a directory', () => {
  it('show secrets and OAuth clients, never what they are', async () => {
    const { path, secret } = await app.directory();
    const client = (await app.post(`${path}/oauth_clients`)).body;
    const secrets = await app.get(`${path}/secrets`);
    expect(secrets.body.secrets).toEqual([
      expect.objectContaining({
        id: expect.stringMatching(/^sec_/),
        secret_suffix: secret.slice(-4),
        status: 'ACTIVE',
      }),
    ]);
    const clients = await app.get(`${path}/oauth_clients`);
    expect(clients.body.oauth_clients).toEqual([
      expect.objectContaining({ client_id: client.client_id, status: 'ACTIVE', last_used_time: null }),
    ]);
    expect(secrets.text + clients.text).not.toMatch(new RegExp(`${secret}|${client.client_secret}`));
    await app.delete(`${path}/oauth_clients/${client.client_id}`);
    expect((await app.get(`${path}/oauth_clients`)).body.oauth_clients[0].status).toBe('INACTIVE');
  });
});

describe('a body of more values than any list has', () => {
  it('is refused before it is read as what the route takes, and the longest list is taken', async () => {
    const { path } = await app.directory();
    const values = (count: number) => Array.from({ length: count }, (_, n) => n);
    for (const body of [{ attributes: values(25_000) }, { attributes: [], other: values(25_000) }]) {
      const { status, body: problem } = await app.call('PUT', `/api/v1/${path}/attributes`, body);
      expect(status).toBe(400);
      expect(problem.message).toContain('must have at most 25000 values');
    }
    const assignments = Array.from({ length: 5_000 }, () => ({ group_id: 'dirgroup_none', role_name: 'none' }));
    const assigned = await app.call('PUT', `/api/v1/${path}/groups/-/roles:assign`, { assignments });
    // Each of the values was looked at.
    expect(assigned.status).toBe(400);
    expect(assigned.body.details[0].field_violations[0].field).toMatch(/^assignments\[0\]/);
  });
});
