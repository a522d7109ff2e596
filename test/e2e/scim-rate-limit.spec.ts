import { afterAll, beforeAll, expect, it } from 'vitest';
import { withoutRefill } from '../support/token-buckets.js';
import { ManagementClient } from './management-client.js';

let client: ManagementClient;
beforeAll(async () => {
  client = await ManagementClient.start();
});
afterAll(() => client.stop());

async function directory(): Promise<{ path: string; id: string; secret: string }> {
  const { body } = await client.post('organizations', { display_name: 'Acme' });
  const base = `organizations/${body.organization.id}/directories`;
  const id = (await client.post(base, {})).body.directory.id as string;
  const secret = (await client.post(`${base}/${id}/secrets`)).body.plain_secret as string;
  return { path: `${base}/${id}`, id, secret };
}
/** A lookup: a list waits for a place among searches, and is refused where it finds none. */
const read = ({ id, secret }: { id: string; secret: string }) =>
  client.call('GET', `/directory/${id}/scim/v2/Users?filter=userName%20eq%20%22ada%22`, undefined, {
    authorization: `Bearer ${secret}`,
  });

it('refuses what a directory sends beyond its limit, as SCIM has it, and lets others be', async () => {
  const [limited, other] = [await directory(), await directory()];
  expect((await client.get(limited.path)).body.directory.scim_rate_limit).toBeNull();
  const patched = await client.call('PATCH', `/api/v1/${limited.path}`, { scim_rate_limit: 25 });
  expect(patched.body.directory.scim_rate_limit).toBe(25);
  const answers = await withoutRefill(() => Promise.all(Array.from({ length: 260 }, () => read(limited))));
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(250);
  expect(refused).toHaveLength(10);
  expect(refused[0]!.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(refused[0]!.body).toMatchObject({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: '429',
  });
  expect((await read(other)).status).toBe(200);
  const reset = await client.call('PATCH', `/api/v1/${limited.path}`, { scim_rate_limit: null });
  expect(reset.body.directory.scim_rate_limit).toBeNull();
  expect((await read(limited)).status).toBe(200);
});

it.each([24, 0, -1, 1.5, 'many'])('takes no limit of %j', async (scim_rate_limit) => {
  const { path } = await directory();
  const refused = await client.call('PATCH', `/api/v1/${path}`, { scim_rate_limit });
  expect(refused.status).toBe(400);
  expect(refused.body.details[0].field_violations[0].field).toBe('scim_rate_limit');
});
