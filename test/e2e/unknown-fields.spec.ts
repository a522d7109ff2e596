import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManagementClient, type Reply } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let endpoint: string;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
  endpoint = `webhook_endpoints/${(await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/' })).body.endpoint.id}`;
});
afterAll(() => app.stop());

const put = (path: string, body: unknown) => app.call('PUT', `/api/v1/${path}`, body);
const ignored = (reply: Reply) => reply.headers.get('x-ignored-fields');
const violated = (reply: Reply) =>
  (reply.body.details[0].field_violations as { field: string }[]).map(({ field }) => field);

describe('an unknown field of a body of our own routes is refused by its name', () => {
  it('in a new endpoint, beside what else is wrong, and nothing is stored', async () => {
    const before = (await app.get('webhook_endpoints')).body.total_size;
    const reply = await app.post('webhook_endpoints', { uri: 'https://x.example', events: ['user_deleted'], url: 7 });
    expect(reply.status).toBe(400);
    expect(reply.body.details[0].error_code).toBe('VALIDATION_ERROR');
    expect(violated(reply).sort()).toEqual(['events', 'uri', 'url']);
    expect(reply.body.message).toContain('events: is not a field of this request; its fields are');
    expect(reply.body.message).toContain('event_types');
    expect((await app.get('webhook_endpoints')).body.total_size).toBe(before);
  });

  it.each([
    ['PATCH', () => endpoint, { enabeld: false }, ['enabeld']],
    ['POST', () => `${endpoint}/secret:rotate`, { overlpa: '1h' }, ['overlpa']],
    ['POST', () => `${endpoint}:test`, { event: 'x' }, ['event']],
    ['POST', () => `${endpoint}:replay`, { since: '2026-01-01T00:00:00Z', untill: 'x' }, ['untill']],
    ['POST', () => 'api_keys', { scopes: ['read'], scope: 'x' }, ['scope']],
    ['PUT', () => 'roles', { roles: [{ name: 'a', prio: 1 }] }, ['roles[0].prio']],
    ['PUT', () => `${directory.path}/policy`, { policy: { on_deactivte: 'x' } }, ['policy.on_deactivte']],
    ['PUT', () => `${directory.path}/ip_allowlist`, { cidrs: [], cidr: '10.0.0.0/8' }, ['cidr']],
    ['PUT', () => `organizations/${directory.organizationId}/mail`, { welcome: true }, ['welcome']],
    [
      'PUT',
      () => `${directory.path}/group_rules`,
      { rules: [{ name: 'a', filter: 'active eq true', group: 'g', color: 'red' }] },
      ['rules[0].color'],
    ],
    ['DELETE', () => endpoint, { force: true }, ['force']],
  ])('%s %s %j', async (method, path, body, fields) => {
    const reply = await app.call(method, `/api/v1/${path()}`, body);
    expect(reply.status).toBe(400);
    expect(violated(reply)).toEqual(fields);
    expect(ignored(reply)).toBeNull();
    expect((await app.get(endpoint)).status).toBe(200);
  });

  it('free-form objects have no unknown fields', async () => {
    const created = await app.post('webhook_endpoints', { url: 'http://127.0.0.1:1/', headers: { 'x-any': 'thing' } });
    expect(created.status).toBe(201);
    expect((await put(`${directory.path}/contexts`, { anything: { at: 'all' } })).status).toBe(204);
  });
});

describe('an unknown field of a body of the routes that follow Scalekit is ignored, and named in a header', () => {
  it('of an organization, inside and outside of its wrapper', async () => {
    const plain = await app.post('organizations', { display_name: 'A', plan: 'x', metadata: { any: 'thing' } });
    expect(plain.status).toBe(201);
    expect(ignored(plain)).toBe('plan');
    expect(plain.body.organization.metadata).toEqual({ any: 'thing' });
    const wrapped = await app.post('organizations', { organization: { display_name: 'B', plan: 'x' }, mask: 'y' });
    expect(wrapped.status).toBe(201);
    expect(ignored(wrapped)!.split(', ').sort()).toEqual(['mask', 'organization.plan']);
  });

  it.each([
    ['POST', () => `organizations/${directory.organizationId}/directories`, { nmae: 'x' }, 'nmae'],
    ['PATCH', () => directory.path, { name: 'y', settings: { foo: 1 } }, 'settings'],
    ['PATCH', () => `${directory.path}:enable`, { why: 'so' }, 'why'],
    ['POST', () => `${directory.path}/secrets`, { name: 'x' }, 'name'],
    [
      'PUT',
      () => `${directory.path}/attributes`,
      { attributes: [{ key: 'title', map_to: 'title', label: 'x', missing: 0 }] },
      'attributes[0].label',
    ],
    [
      'PATCH',
      () => `organizations/${directory.organizationId}/settings`,
      { settings: { features: [{ name: 'dir_sync', enabled: true, tier: 1 }], foo: 1 } },
      'settings.foo, settings.features[0].tier',
    ],
    ['POST', () => 'events/paginated', { event_type: ['x'] }, 'event_type'],
    ['POST', () => 'events/paginated', { filter: { event_type: ['x'] } }, 'filter.event_type'],
  ])('%s %s %j', async (method, path, body, fields) => {
    const reply = await app.call(method, `/api/v1/${path()}`, body);
    expect(reply.status, reply.text).toBeLessThan(300);
    expect(ignored(reply)).toBe(fields);
    expect(reply.text).not.toMatch(/"(label|tier)"/);
  });

  it('also where the request is refused for another reason', async () => {
    const reply = await app.post('organizations', { display_name: 7, plan: 'x' });
    expect(reply.status).toBe(400);
    expect(violated(reply)).toEqual(['display_name']);
    expect(ignored(reply)).toBe('plan');
  });

  it('as a header can carry it', async () => {
    const reply = await app.post('organizations', { display_name: 'C', 'ä, "b"\r\n': 1 });
    expect(ignored(reply)).toBe('%C3%A4%2C%20"b"%0D%0A');
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field${index}`, 1]));
    expect(ignored(await app.post('organizations', { display_name: 'D', ...many }))).toMatch(/field19, and 480 more$/);
  });

  it('no header where nothing was ignored', async () => {
    expect(ignored(await app.post('organizations', { display_name: 'E' }))).toBeNull();
  });
});

describe('an unknown parameter of a query is ignored, and named in a header', () => {
  it.each([
    ['GET', () => 'webhook_endpoints?colour=red&page_size=1&flavour=x', 200, 'colour, flavour'],
    ['GET', () => `${directory.path}/users?mail=x&email=a@example.com`, 200, 'mail'],
    ['POST', () => `${endpoint}/secret:rotate?overlp=24h`, 200, 'overlp'],
    ['GET', () => `${directory.path}?deep=1`, 200, 'deep'],
    ['GET', () => 'webhook_endpoints/ep_nobody?deep=1', 404, 'deep'],
    ['GET', () => `events?stat=x`, 200, 'stat'],
    ['GET', () => `${directory.path}/snapshot?gzip=1`, 200, 'gzip'],
  ])('%s %s', async (method, path, status, names) => {
    const reply = await app.call(method, `/api/v1/${path()}`);
    expect(reply.status, reply.text).toBe(status);
    expect(ignored(reply)).toBe(names);
  });

  it('beside the unknown fields of the body', async () => {
    const reply = await app.post('organizations?dry=1', { display_name: 'F', plan: 'x' });
    expect(reply.status).toBe(201);
    expect(ignored(reply)!.split(', ').sort()).toEqual(['dry', 'plan']);
  });

  it.each([
    () => `${directory.path}/users?page_size=5&email=a@example.com&updated_after=2026-01-01T00:00:00Z`,
    () => `organizations?page_size=1`,
    () => `${directory.path}/groups?page_token=`,
    () => `stream?stream_id=ep_nobody`,
    () => `events?limit=1`,
  ])('known ones are not named: %s', async (path) => {
    expect(ignored(await app.get(path()))).toBeNull();
  });
});

it('SCIM keeps unknown attributes', async () => {
  const reply = await app.scim(directory, 'POST', 'Users', { userName: 'scim@example.com', 'urn:x:y': { shoe: 43 } });
  expect(reply.status).toBe(201);
  expect(ignored(reply)).toBeNull();
});
