import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { AccessCache } from '../../apps/api/src/scim/access-cache.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await app.stop();
});

type Directory = Awaited<ReturnType<ManagementClient['directory']>>;

const TAKEN_AWAY: Record<string, { take(directory: Directory): Promise<{ status: number }>; status: number }> = {
  'its directory is disabled': { take: (directory) => app.patch(`${directory.path}:disable`), status: 403 },
  'its address is not allowed any more': {
    take: ({ path }) => app.call('PUT', `/api/v1/${path}/ip_allowlist`, { cidrs: ['203.0.113.0/24'] }),
    status: 403,
  },
  'its secret is revoked': {
    take: async ({ path }) => {
      const { secrets } = (await app.get(`${path}/secrets`)).body as { secrets: { id: string }[] };
      return await app.call('DELETE', `/api/v1/${path}/secrets/${secrets[0]!.id}`);
    },
    status: 401,
  },
};

const SEARCH = { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'] };

/** As on a process that has not heard of the change yet. */
it.each(Object.keys(TAKEN_AWAY))('nobody reads or writes from the moment of the answer on: %s', async (why) => {
  const { take, status } = TAKEN_AWAY[why]!;
  const directory = await app.directory();
  const user = await app.user(directory, 'ada@example.com');
  const forget = vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);
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
  forget.mockRestore();
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
  const forget = vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);
  expect((await read()).status).toBe(200);
  expect((await app.patch(`${directory.path}:disable`)).status).toBe(200);
  expect((await read()).status).toBe(403);
  forget.mockRestore();
});
