import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const port = () => Number(new URL(app.api.url).port);

/** One request as it is, and everything that comes back. */
async function raw(request: string): Promise<string> {
  const socket = connect(port(), '127.0.0.1');
  socket.end(request.replaceAll('\n', '\r\n'));
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
  return answer;
}

describe('every answer', () => {
  it.each([
    ['GET', '/api/v1/organizations', 200],
    ['GET', '/api/v1/organizations/org_unknown', 404],
    ['GET', '/directory/dir_unknown/scim/v2/Users', 401],
    ['POST', '/oauth/token', 400],
    ['GET', '/portal', 401],
    ['GET', '/nowhere', 404],
    ['GET', '/%', 400],
    ['GET', '/openapi.json', 200],
    ['GET', '/keys', 200],
    ['GET', '/health/live', 200],
    ['POST', '/scalekit.v1.organizations.OrganizationService/ListOrganization', 200],
  ])('says how it may be read and kept: %s %s', async (method, path, status) => {
    const body = method === 'POST' && path.startsWith('/scalekit') ? {} : undefined;
    const { headers, status: answered } = await app.call(method, path, body);
    expect(answered).toBe(status);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    const isPublic = ['/openapi.json', '/keys'].includes(path);
    if (isPublic) expect(headers.get('cache-control')).not.toBe('no-store');
    else expect(headers.get('cache-control')).toBe('no-store');
  });

  it('asks for TLS only where the public URL has it', async () => {
    const plain = await ManagementClient.start({ ROLLCALL_PUBLIC_URL: 'http://rollcall.example' });
    const { headers } = await plain.call('GET', '/health/live');
    await plain.stop();
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('a path that does not exist', () => {
  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  const open = (path: string, accept: string) => app.call('GET', path, undefined, { accept, authorization: '' });

  it('is a page for a browser, which says where to go', async () => {
    const { status, headers, text } = await open('/no<b>where?x=1', BROWSER);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('vary')).toContain('accept');
    expect(text).toContain('prefers-color-scheme:dark');
    expect(text).not.toContain('<b>');
    const links = [...text.matchAll(/<a href="([^"]+)"/g)].map(([, link]) => link!);
    expect(links).toEqual(['/', '/dashboard', '/docs']);
    for (const link of links) expect((await open(link, BROWSER)).status, link).not.toBe(404);
  });

  it.each([
    ['/nowhere', '*/*'],
    ['/nowhere', 'application/json'],
    ['/nowhere', 'application/json, text/html;q=0.9'],
    ['/api/v1/nowhere', BROWSER],
    ['//api/nowhere', BROWSER],
    ['/ssf/nowhere', BROWSER],
    ['/portal/api/nowhere', BROWSER],
  ])('is a problem for programs: %s, Accept: %s', async (path, accept) => {
    const { headers, body } = await open(path, accept);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(body).toMatchObject({ code: expect.any(Number), message: expect.any(String), details: expect.any(Array) });
  });

  it('is a SCIM error below a directory', async () => {
    const { headers } = await open('/directory/dir_1/nowhere', BROWSER);
    expect(headers.get('content-type')).toMatch(/^application\/scim\+json/);
  });
});

describe('two hosts in a request', () => {
  it('are refused over HTTP/1.1', async () => {
    const answer = await raw('GET /health/live HTTP/1.1\nHost: a.example\nhost: b.example\nConnection: close\n\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('more than one host');
  });

  it('are refused over HTTP/2', async () => {
    const session = connectHttp2(app.api.url);
    const stream = session.request({ ':path': '/health/live', ':authority': 'a.example', host: 'b.example' });
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    session.destroy();
    expect(headers[':status']).toBe(400);
  });

  it('are an OAuth error at a token endpoint', async () => {
    const answer = await raw(
      'POST /oauth/token HTTP/1.1\nHost: a.example\nHost: b.example\nContent-Length: 0\nConnection: close\n\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"error":"invalid_request"');
  });
});

it('the stream of an RPC that is refused is reset, so that its body is not sent on', async () => {
  const session = connectHttp2(app.api.url);
  const stream = session.request({
    ':method': 'POST',
    ':path': '/scalekit.v1.users.UserService/CreateUser',
    'content-type': 'application/grpc+proto',
  });
  stream.write(Buffer.alloc(1_000));
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers['grpc-status']).toBe('12');
  stream.resume();
  // The client has not ended its side: only a reset closes the stream.
  await once(stream, 'close');
  expect(stream.rstCode).toBe(0);
  session.destroy();
});

it('a webhook URL is stored as it is understood', async () => {
  const { body } = await app.post('webhook_endpoints', { url: 'HTTPS://EXAMPLE.com:443/a/../b\t?c= d' });
  expect(body.endpoint.url).toBe('https://example.com/b?c=%20d');
  const changed = await app.call('PATCH', `/api/v1/webhook_endpoints/${body.endpoint.id}`, {
    url: 'https://Example.com',
  });
  expect(changed.body.endpoint.url).toBe('https://example.com/');
});
