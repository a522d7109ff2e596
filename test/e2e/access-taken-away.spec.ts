import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AccessCache } from '../../apps/api/src/scim/access-cache.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  await app.stop();
});

/** As a process whose notification of the next change is late, or lost. */
const hearNothing = () => vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);

type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

interface Loss {
  take(directory: Directory): Promise<{ status: number }>;
  status: number;
  detail: string;
}

const TAKEN_AWAY: Record<string, Loss> = {
  'its directory is disabled': {
    take: (directory) => app.patch(`${directory.path}:disable`),
    status: 403,
    detail: 'the directory is disabled; enable it and run a full sync',
  },
  'its address is not allowed any more': {
    take: ({ path }) => app.call('PUT', `/api/v1/${path}/ip_allowlist`, { cidrs: ['203.0.113.0/24'] }),
    status: 403,
    detail: "requests from 127.0.0.1 are not allowed: it is not in the directory's ip_allowlist",
  },
  'its secret is revoked': {
    take: async ({ path }) => {
      const { secrets } = (await app.get(`${path}/secrets`)).body as { secrets: { id: string }[] };
      return await app.call('DELETE', `/api/v1/${path}/secrets/${secrets[0]!.id}`);
    },
    status: 401,
    detail: 'revoked or',
  },
};

const SEARCH = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };

it.each(Object.keys(TAKEN_AWAY))('nobody reads or writes from the moment of the answer on: %s', async (why) => {
  const { take, status } = TAKEN_AWAY[why]!;
  const directory = await app.directory();
  const user = await app.user(directory, 'ada@example.com');
  hearNothing();
  expect((await app.scim(directory, 'GET', 'Users')).status).toBe(200);
  expect((await take(directory)).status).toBeLessThan(300);
  for (const path of ['Users', `Users/${user}`, 'ServiceProviderConfig']) {
    const reply = await app.scim(directory, 'GET', path);
    expect(reply.status, path).toBe(status);
    expect(reply.headers.get('www-authenticate'), path).toBe(status === 401 ? 'Bearer realm="SCIM"' : null);
  }
  expect((await app.scim(directory, 'HEAD', 'Users')).status).toBe(status);
  // The router decodes a path before it looks for its route.
  const searches = ['.search', 'Users/.search', 'Users/%2Esearch', 'Users/.s%65arch', '%2esearch'];
  for (const path of searches) expect((await app.scim(directory, 'POST', path, SEARCH)).status, path).toBe(status);
  const { directory: seen } = (await app.get(directory.path)).body as { directory: { full_sync_required: boolean } };
  expect(seen.full_sync_required).toBe(false);
  expect((await app.scim(directory, 'POST', 'Users', { userName: 'eve@example.com' })).status).toBe(status);
  expect((await app.scim(directory, 'DELETE', `Users/${user}`)).status).toBe(status);
});

/** The first write of a process that has not heard of it yet. */
type Write = [method: string, path: (ids: { user: string; group: string }) => string, body?: object];

const BULK = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const WRITES: Record<string, Write> = {
  'POST of a user': ['POST', () => 'Users', { userName: 'eve@example.com' }],
  'PUT of a user': ['PUT', ({ user }) => `Users/${user}`, { userName: 'eve@example.com' }],
  'PATCH of a user': [
    'PATCH',
    ({ user }) => `Users/${user}`,
    { schemas: [PATCH], Operations: [{ op: 'replace', path: 'title', value: 'Ms' }] },
  ],
  'DELETE of a user': ['DELETE', ({ user }) => `Users/${user}`],
  'POST of a group': ['POST', () => 'Groups', { displayName: 'Spies' }],
  'PUT of a group': ['PUT', ({ group }) => `Groups/${group}`, { displayName: 'Spies' }],
  'PATCH of a group': [
    'PATCH',
    ({ group }) => `Groups/${group}`,
    { schemas: [PATCH], Operations: [{ op: 'replace', path: 'displayName', value: 'Spies' }] },
  ],
  'DELETE of a group': ['DELETE', ({ group }) => `Groups/${group}`],
};

function bulk(user: string): Write {
  const Operations = [
    { method: 'POST', path: '/Users', bulkId: 'eve', data: { userName: 'eve@example.com' } },
    { method: 'DELETE', path: `/Users/${user}` },
  ];
  return ['POST', () => 'Bulk', { schemas: [BULK], Operations }];
}

describe.each(Object.keys(TAKEN_AWAY))('the first write of a process that has not heard of it: %s', (why) => {
  const { take, status, detail } = TAKEN_AWAY[why]!;
  const refusal = { status, body: { detail: expect.stringContaining(detail) } };

  async function scene() {
    const directory = await app.directory();
    const user = await app.user(directory, 'ada@example.com');
    const group: string = (await app.scim(directory, 'POST', 'Groups', { displayName: 'Engineers' })).body.id;
    hearNothing();
    expect((await app.scim(directory, 'HEAD', 'Users')).status).toBe(200);
    expect((await take(directory)).status).toBeLessThan(300);
    const stored = () =>
      Promise.all(['users', 'groups'].map(async (what) => (await app.get(`${directory.path}/${what}`)).body));
    const needsSync = async () => (await app.get(directory.path)).body.directory.full_sync_required;
    return { directory, ids: { user, group }, stored, needsSync };
  }

  it.each([...Object.keys(WRITES), 'Bulk'])('%s is refused', async (what) => {
    const { directory, ids, stored, needsSync } = await scene();
    const before = await stored();
    const [method, path, body] = what === 'Bulk' ? bulk(ids.user) : WRITES[what]!;
    expect(await app.scim(directory, method, path(ids), body)).toMatchObject(refusal);
    expect(await stored()).toEqual(before);
    expect(await needsSync()).toBe(why === 'its directory is disabled');
  });
});

it.each([
  ['GET', 'Users'],
  ['HEAD', 'Users'],
  ['POST', 'Users/.search'],
  ['POST', 'Users/%2Esearch'],
  ['POST', '.s%65arch'],
])('the first read of a process that has not heard of it is refused: %s %s', async (method, path) => {
  const directory = await app.directory();
  const read = () => app.scim(directory, method, path, method === 'POST' ? SEARCH : undefined);
  hearNothing();
  expect((await read()).status).toBe(200);
  expect((await app.patch(`${directory.path}:disable`)).status).toBe(200);
  expect((await read()).status).toBe(403);
});
