import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
});
afterAll(() => app.stop());

it.each([
  ['page_size', () => '/api/v1/organizations?page_size=1&page_size=50'],
  ['limit', () => '/api/v1/events?limit=1&limit=2'],
  ['organization_id', () => '/api/v1/audit_logs?organization_id=org_a&organization_id=org_a'],
  ['page_size', () => `/api/v1/${directory.path}/users?page_size=1&page_size=2`],
  // Neither the spelling of the name nor an unknown name makes a difference.
  ['page_size', () => '/api/v1/organizations?page_size=1&page%5Fsize=2'],
  ['nobody', () => '/api/v1/organizations?nobody=1&nobody=2'],
])('REST refuses the query parameter %s twice, and names it (case %#)', async (name, path) => {
  const { status, body } = await app.call('GET', path());
  expect(status).toBe(400);
  expect(body.details[0].field_violations).toMatchObject([{ field: name }]);
  expect(body.message).toContain(name);
});

it('lists may be sent so: the types of the feed', async () => {
  const types = ['organization.directory_enabled', 'organization.directory_disabled'];
  const path = `/api/v1/events?${types.map((type) => `types=${type}`).join('&')}`;
  expect((await app.call('GET', path)).status).toBe(200);
});

it.each([
  ['filter', 'Users?filter=userName eq "a"&filter=userName eq "b"'],
  ['count', 'Groups?count=1&count=9'],
  ['attributes', 'Users?attributes=userName&attributes=emails'],
  ['filter', 'Schemas?filter=a&filter=b'],
])('SCIM refuses the query parameter %s twice, and names it (case %#)', async (name, path) => {
  const { status, body } = await app.scim(directory, 'GET', path);
  expect([status, body.scimType]).toEqual([400, 'invalidSyntax']);
  expect(body.detail).toContain(name);
});

it('OAuth refuses one in the query as well as one in the body', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const [query, body] of [
    ['?a=1&a=2', 'grant_type=client_credentials'],
    ['', 'grant_type=client_credentials&scope=a&scope=b'],
  ] as const) {
    const reply = await app.call('POST', `/oauth/token${query}`, body, form);
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request']);
  }
});

it('a stranger is told nothing of it', async () => {
  const path = `/directory/${directory.directoryId}/scim/v2/Users?count=1&count=2`;
  expect((await app.call('GET', path, undefined, { authorization: '' })).status).toBe(401);
});
