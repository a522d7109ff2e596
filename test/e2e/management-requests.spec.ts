import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSql, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start({ ROLLCALL_TRUSTED_PROXIES: '127.0.0.0/8,::1' });
});
afterAll(() => app.stop());

interface Logged {
  method: string;
  path: string;
  status: number;
  duration_ms: number;
  error: string | null;
  secret_id: string | null;
  request_id: string;
  request_body: unknown;
  response_body: unknown;
}

/** The log, once it shows that many. */
const logged = (path: string, count: number, query = ''): Promise<Logged[]> =>
  until(async () => {
    const { requests } = (await app.get(`${path}/requests?page_size=100&${query}`)).body as { requests: Logged[] };
    if (requests.length < count) throw new Error(`${requests.length} of ${count} requests are logged`);
    return requests;
  });

describe('the inbound request log', () => {
  it('shows what came and how it ended, never whose', async () => {
    const directory = await app.directory();
    const id = await app.user(directory, 'grace@example.com', { name: { givenName: 'Grace' }, password: 'hunter2' });
    const again = await app.scim(directory, 'POST', 'Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'grace@example.com',
    });
    expect(again.status).toBe(409);
    await app.scim(directory, 'GET', `Users?filter=${encodeURIComponent('userName eq "grace@example.com"')}`);
    await app.scim(directory, 'PATCH', `Users/${id}`, '{"schemas":');
    const entries = await logged(directory.path, 4);
    expect(entries.map(({ method, status }) => [method, status])).toEqual([
      ['PATCH', 400],
      ['GET', 200],
      ['POST', 409],
      ['POST', 201],
    ]);
    const [patch, get, conflict, created] = entries;
    expect(created).toMatchObject({
      path: '/scim/v2/Users',
      error: null,
      secret_id: expect.stringMatching(/^sec_/),
      duration_ms: expect.any(Number),
      request_body: { userName: '[text]', name: { givenName: '[text]' }, password: '[removed]' },
      response_body: { id, userName: '[text]', active: true },
    });
    expect(conflict!.error).toEqual(expect.any(String));
    expect(conflict!.request_id).toBe(again.headers.get('x-request-id'));
    expect(conflict!.response_body).toMatchObject({ status: '409', scimType: 'uniqueness' });
    expect(get!.path).toBe('/scim/v2/Users?filter=userName eq "***"');
    expect(patch).toMatchObject({ path: `/scim/v2/Users/${id}`, error: expect.stringContaining('JSON') });
    // The present name of the user is looked up when the log is read, and is not in it. No request id spells Grace in hex.
    expect(created).toMatchObject({ action: 'create_user', resource_id: id, resource_name: 'grace@example.com' });
    expect(JSON.stringify(entries.map((entry) => ({ ...entry, resource_name: null })))).not.toMatch(/grace|hunter2/i);
    const rows = await runSql(app.database.url, 'SELECT row_to_json(r)::text AS row FROM scim_requests r');
    expect(JSON.stringify(rows)).not.toMatch(/grace|hunter2/i);
  });

  it('shows what a disabled directory refused, and wrong tokens without them', async () => {
    const directory = await app.directory();
    await app.patch(`${directory.path}:disable`);
    await app.scim(directory, 'POST', 'Users', { userName: 'late@example.com' });
    await app.scim({ ...directory, secret: 'wrong-token' }, 'GET', 'Users');
    const entries = await logged(directory.path, 2);
    expect(entries.map(({ status }) => status)).toEqual([401, 403]);
    expect(entries[1]!.error).toContain('disabled');
    expect(JSON.stringify(entries)).not.toMatch(/late|wrong-token/);
  });

  it('never keeps the credentials of a token request', async () => {
    const directory = await app.directory();
    const client = (await app.post(`${directory.path}/oauth_clients`)).body;
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...client }).toString();
    const headers = { authorization: '', 'content-type': 'application/x-www-form-urlencoded' };
    const reply = await app.call('POST', `/directory/${directory.directoryId}/oauth/token`, form, headers);
    expect(reply.status).toBe(200);
    const [entry] = await logged(directory.path, 1);
    expect(entry).toMatchObject({ path: '/oauth/token', status: 200, request_body: null, response_body: null });
  });

  it('is filtered, paged, and of one directory', async () => {
    const directory = await app.directory();
    for (const name of ['a', 'b', 'c']) await app.user(directory, name);
    await app.scim(directory, 'GET', 'Users/nobody');
    await logged(directory.path, 4);
    expect((await logged(directory.path, 1, 'failed=true')).map(({ status }) => status)).toEqual([404]);
    expect(await logged(directory.path, 3, 'method=POST&status=201')).toHaveLength(3);
    const first = (await app.get(`${directory.path}/requests?page_size=3`)).body;
    expect(first).toMatchObject({ total_size: 4, dropped: 0 });
    const second = (await app.get(`${directory.path}/requests?page_size=3&page_token=${first.next_page_token}`)).body;
    expect(second.requests).toHaveLength(1);
    const other = await app.directory();
    expect((await app.get(`${other.path}/requests`)).body.requests).toEqual([]);
    const foreign = await app.get(`${other.path}/requests?page_token=${first.next_page_token}`);
    expect(foreign.status).toBe(400);
    expect(foreign.body.details[0].field_violations[0].field).toBe('page_token');
  });
});

describe('the IP allowlist', () => {
  const scimFrom = (directory: { directoryId: string; secret: string }, address: string, secret = directory.secret) =>
    app.call('GET', `/directory/${directory.directoryId}/scim/v2/Users`, undefined, {
      authorization: `Bearer ${secret}`,
      'x-forwarded-for': address,
    });

  it('lets only its networks in, at once, and only tells who has the token', async () => {
    const directory = await app.directory();
    expect((await app.get(`${directory.path}/ip_allowlist`)).body).toEqual({ cidrs: [] });
    expect((await scimFrom(directory, '198.51.100.7')).status).toBe(200);
    const cidrs = ['203.0.113.0/24', '2001:db8::/32'];
    const put = await app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs });
    expect(put.body).toEqual({ cidrs });
    expect((await app.get(`${directory.path}/ip_allowlist`)).body).toEqual({ cidrs });
    await until(async () => expect((await scimFrom(directory, '198.51.100.7')).status).toBe(403));
    const refused = await scimFrom(directory, '198.51.100.7');
    expect(refused.body.detail).toContain('198.51.100.7');
    expect((await scimFrom(directory, '203.0.113.9')).status).toBe(200);
    expect((await scimFrom(directory, '2001:db8::9')).status).toBe(200);
    expect((await scimFrom(directory, '198.51.100.7', 'wrong')).status).toBe(401);
    await app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs: [] });
    await until(async () => expect((await scimFrom(directory, '198.51.100.7')).status).toBe(200));
  });

  it.each([
    [{}],
    [{ cidrs: '10.0.0.0/8' }],
    [{ cidrs: ['10.0.0.0/33'] }],
    [{ cidrs: ['example.com'] }],
    [{ cidrs: ['010.0.0.1'] }],
    [{ cidrs: ['10.1/16'] }],
    [{ cidrs: ['10.0.0.0/8/8'] }],
    [{ cidrs: [null] }],
    [{ cidrs: ['fe80::1%eth0'] }],
    [{ cidrs: ['::ffff:192.0.2.0/24'] }],
  ])('refuses %j by name, and keeps what it had', async (input) => {
    const { path } = await app.directory();
    const reply = await app.call('PUT', `/api/v1/${path}/ip_allowlist`, input);
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].field_violations[0].field).toBe('cidrs');
    expect((await app.get(`${path}/ip_allowlist`)).body).toEqual({ cidrs: [] });
  });
});
