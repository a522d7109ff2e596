import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

const open = (path: string) => app.call('GET', path, undefined, { authorization: '' });

describe('without a key', () => {
  it('health says what is alive and ready', async () => {
    expect(await open('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await open('/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('metrics count requests by route, never by path', async () => {
    const { organizationId, path } = await app.directory();
    await app.get(path);
    const reply = await open('/metrics');
    expect(reply.headers.get('content-type')).toContain('text/plain');
    expect(reply.text).toContain('process_cpu_seconds_total');
    expect(reply.text).toContain('rollcall_deliveries_live{state="pending"} 0');
    expect(reply.text).toContain('rollcall_deliveries_waiting{waiting_for="breaker"} 0');
    expect(reply.text).toContain('rollcall_deliveries_oldest_due_seconds 0');
    expect(reply.text).toContain('rollcall_queue_connected 1');
    expect(reply.text).toMatch(
      /rollcall_http_request_duration_seconds_count\{route="\/api\/v1\/organizations\/:organizationId\/directories\/:directoryId",method="GET",status="200"\} 1/,
    );
    expect(reply.text).not.toContain(organizationId);
  });

  it('the root leads to the dashboard', async () => {
    const reply = await fetch(`${app.api.url}/`, { redirect: 'manual' });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toBe('/dashboard');
    const icon = await open('/favicon.svg');
    expect(icon.headers.get('content-type')).toContain('image/svg+xml');
  });

  it('the documentation is served from here, under a policy', async () => {
    const page = await open('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      const url = new URL(asset, `${app.api.url}/docs`);
      expect(url.origin).toBe(new URL(app.api.url).origin);
      expect((await open(url.pathname)).status).toBe(200);
    }
    expect(page.text).not.toMatch(/<script>(?!\s*<\/script>)/);
  });
});

describe('what is no request', () => {
  const answerTo = async (bytes: string): Promise<string> => {
    const { hostname, port } = new URL(app.api.url);
    const socket = connect(Number(port), hostname).setEncoding('latin1');
    socket.end(bytes, 'latin1');
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    return text;
  };

  it.each([
    ['GARBAGE\r\n\r\n', 400],
    ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001', 400],
    [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%# is answered in the words of all errors, with an id', async (bytes, status) => {
    const [head, body] = (await answerTo(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/\r\nx-request-id: [\da-f-]{36}\r\n/);
    expect(JSON.parse(body!)).toMatchObject({ code: 3, details: [{ error_code: expect.any(String) }] });
    expect((await open('/health/live')).status).toBe(200);
  });
});

const securityOf = (path: string): object[] => {
  // Whoever signs in has nothing but the key in the body, and an API key has no session.
  if (path === '/api/v1/sessions') return [];
  return [path === '/api/v1/sessions/current' ? { 'dashboard-session': [] } : { 'api-key': [] }];
};

describe('the OpenAPI document', () => {
  it('is 3.1 and names every route the way clients write it', async () => {
    const reply = await open('/openapi.json');
    expect(reply.body.openapi).toBe('3.1.0');
    const routes = Object.entries(reply.body.paths as Record<string, object>).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const dir = '/api/v1/organizations/{organization_id}/directories/{directory_id}';
    for (const route of [
      'POST /oauth/token',
      'GET /keys',
      'POST /api/v1/organizations',
      'GET /api/v1/organizations:search',
      'GET /api/v1/organizations:external/{external_id}',
      'PATCH /api/v1/organizations/{organization_id}/settings',
      `PATCH ${dir}:enable`,
      `POST ${dir}/secrets:regenerate`,
      `DELETE ${dir}/secrets/{secret_id}`,
      `GET ${dir}/users`,
      `GET ${dir}/groups/summary`,
      `GET ${dir}/groups/{group_id}/users`,
      'POST /api/v1/webhook_endpoints/{endpoint_id}:test',
      'POST /api/v1/webhook_endpoints/{endpoint_id}/secret:rotate',
      'GET /api/v1/webhook_endpoints/{endpoint_id}/deliveries',
      'POST /api/v1/deliveries/{delivery_id}:retry',
      'GET /api/v1/events',
      'POST /api/v1/events/paginated',
      'DELETE /api/v1/api_keys/{key_id}',
      'GET /health/ready',
      'GET /metrics',
      'POST /directory/{directory_id}/scim/v2/Users',
    ]) {
      expect(routes).toContain(route);
    }
    expect(routes.filter((route) => route.includes('~'))).toEqual([]);
  });

  it('describes the answers and errors of every management route, and every reference resolves', async () => {
    const { body: document } = await open('/openapi.json');
    for (const [path, item] of Object.entries(document.paths as Record<string, Record<string, Operation>>)) {
      if (!path.startsWith('/api/v1/')) continue;
      for (const [method, operation] of Object.entries(item)) {
        const where = `${method} ${path}`;
        expect(operation.security, where).toEqual(securityOf(path));
        expect(operation.summary, where).toEqual(expect.any(String));
        const codes = Object.keys(operation.responses);
        expect(codes, where).toEqual(expect.arrayContaining(['400', '401', '403']));
        for (const [code, response] of Object.entries(operation.responses)) {
          const [content] = Object.values(response.content ?? {});
          if (code !== '204' && code !== '304') expect(content?.schema, `${where} ${code}`).toBeDefined();
        }
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const declared = operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        expect(declared.sort(), where).toEqual(inPath.sort());
      }
    }
    const references = JSON.stringify(document).match(/#\/components\/schemas\/\w+/g)!;
    for (const reference of new Set(references)) {
      expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1)!);
    }
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });
});

interface Operation {
  summary?: string;
  security?: object[];
  parameters: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema?: object }> }>;
}

it('without the queue that REDIS_URL names, the api is ready, and its metrics say that it is alone', async () => {
  const alone = await ManagementClient.start({ REDIS_URL: 'redis://:secret@127.0.0.1:9' });
  expect((await alone.call('GET', '/health/ready')).status).toBe(200);
  expect((await alone.call('GET', '/metrics')).text).toContain('rollcall_queue_connected 0');
  await alone.stop();
});
