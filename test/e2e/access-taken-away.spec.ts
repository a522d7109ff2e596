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

/** As on a process that has not heard of the change yet. */
it.each(Object.keys(TAKEN_AWAY))('nobody reads or writes from the moment of the answer on: %s', async (why) => {
  const { take, status } = TAKEN_AWAY[why]!;
  const directory = await app.directory();
  const user = await app.user(directory, 'ada@example.com');
  const forget = vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);
  expect((await app.scim(directory, 'GET', 'Users')).status).toBe(200);
  expect((await take(directory)).status).toBeLessThan(300);
  for (const path of ['Users', `Users/${user}`, 'ServiceProviderConfig'])
    expect((await app.scim(directory, 'GET', path)).status, path).toBe(status);
  expect((await app.scim(directory, 'POST', 'Users', { userName: 'eve@example.com' })).status).toBe(status);
  expect((await app.scim(directory, 'DELETE', `Users/${user}`)).status).toBe(status);
  forget.mockRestore();
});
