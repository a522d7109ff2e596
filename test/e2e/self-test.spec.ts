import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  const port = String(await freePort());
  app = await ManagementClient.start({ PORT: port, ROLLCALL_PUBLIC_URL: `http://127.0.0.1:${port}` });
});
afterAll(() => app.stop());

describe('a self-test', () => {
  it('goes the way of the identity provider, and leaves no trace', async () => {
    const { path } = await app.directory();
    expect((await app.get(`${path}/checks`)).body.self.map(({ state }: { state: string }) => state)).toEqual(
      Array.from({ length: 5 }, () => 'skipped'),
    );
    const before = (await app.get(`${path}/pulse`)).body;
    const { self } = (await app.post(`${path}/checks:run`)).body;
    expect(self).toEqual([
      { id: 'public_url', state: 'skipped', detail: expect.stringContaining('ROLLCALL_PUBLIC_URL') },
      { id: 'answers', state: 'passed', detail: expect.any(String) },
      { id: 'wrong_token_refused', state: 'passed', detail: expect.any(String) },
      { id: 'token_accepted', state: 'passed', detail: expect.any(String) },
      { id: 'unknown_user_is_empty', state: 'passed', detail: expect.any(String) },
    ]);
    expect((await app.get(`${path}/checks`)).body.self).toEqual(self);
    // A request that is logged comes after whatever was before it.
    await app.call('GET', `/directory/${path.split('/').at(-1)}/scim/v2/Users`, undefined, {
      authorization: 'Bearer x',
    });
    const { requests, total_size } = await logged(path);
    expect(total_size).toBe(1);
    expect(requests[0].status).toBe(401);
    expect((await app.get(`${path}/pulse`)).body.pulse).toMatchObject({
      status: before.pulse.status,
      last_secret: null,
    });
  });
});

async function logged(path: string) {
  return await until(async () => {
    const { body } = await app.get(`${path}/requests`);
    expect(body.total_size).toBeGreaterThan(0);
    return body;
  });
}
