import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { AccessCache } from '../../apps/api/src/scim/access-cache.js';
import { allow, deny, GateServer } from '../support/gate-server.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
let gate: GateServer;
let other: GateServer;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  [gate, other] = [await GateServer.start(), await GateServer.start()];
  app = await ManagementClient.start();
});
afterAll(async () => {
  await app.stop();
  await Promise.all([gate.close(), other.close()]);
});
beforeEach(async () => {
  gate.clear();
  other.clear();
  directory = await app.directory();
  // From here on the process hears of no change.
  vi.spyOn(AccessCache.prototype, 'forget').mockReturnValue(undefined);
});
afterEach(() => void vi.restoreAllMocks());

const path = () => `/api/v1/organizations/${directory.organizationId}/provisioning_gate`;
async function put(body: object): Promise<void> {
  expect((await app.call('PUT', path(), body)).status).toBeLessThan(300);
}
/** The process remembers the gate that there is now. */
const remember = async () => expect((await app.scim(directory, 'HEAD', 'Users')).status).toBe(200);
const create = async (userName: string) => (await app.scim(directory, 'POST', 'Users', { userName })).status;
const setActive = async (id: string, active: boolean) => {
  const Operations = [{ op: 'replace', path: 'active', value: active }];
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return (await app.scim(directory, 'PATCH', `Users/${id}`, { schemas, Operations })).status;
};
async function bulk(...names: string[]): Promise<string[]> {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const Operations = names.map((name) => ({ method: 'POST', path: '/Users', bulkId: name, data: { userName: name } }));
  const { body } = await app.scim(directory, 'POST', 'Bulk', { schemas, Operations });
  return body.Operations.map(({ status }: { status: string }) => status);
}
const asked = () => [gate.questions.length, other.questions.length];

it('a new gate is asked from the moment of the answer on', async () => {
  const user = await app.user(directory, 'ada@example.com');
  expect(await setActive(user, false)).toBe(200);
  gate.answer = deny('no seats');
  const requests = [
    () => create('eve@example.com'),
    () => setActive(user, true),
    async () => Number((await bulk('eve@example.com'))[0]),
  ];
  for (const request of requests) {
    expect((await app.call('DELETE', path())).status).toBeOneOf([204, 404]);
    await remember();
    await put({ url: gate.url });
    gate.questions.length = 0;
    expect(await request()).toBe(403);
    expect(gate.questions).toHaveLength(1);
  }
});

it('a gate at another address decides, and the one before it does not', async () => {
  await put({ url: gate.url });
  await remember();
  await put({ url: other.url });
  other.answer = deny('no seats');
  expect(await create('eve@example.com')).toBe(403);
  await put({ url: gate.url });
  gate.answer = allow;
  expect(await create('eve@example.com')).toBe(201);
});

it('what another gate has said of a bulk request does not count', async () => {
  await put({ url: gate.url });
  await remember();
  await put({ url: other.url });
  other.answer = (question, response) =>
    (question.json.data.preferred_username === 'eve@example.com' ? deny('no seats') : allow)(question, response);
  expect(await bulk('ada@example.com', 'eve@example.com')).toEqual(['201', '403']);
  expect(asked()).toEqual([2, 2]);
});

it('a gate that is off, or gone, refuses nobody', async () => {
  gate.answer = deny('no seats');
  await put({ url: gate.url });
  await remember();
  await put({ url: gate.url, enabled: false });
  expect(await create('ada@example.com')).toBe(201);
  await put({ url: gate.url });
  await remember();
  expect((await app.call('DELETE', path())).status).toBe(204);
  expect(await create('eve@example.com')).toBe(201);
});

it('a gate that says no is asked once', async () => {
  gate.answer = deny('no seats');
  await put({ url: gate.url });
  await remember();
  expect(await create('eve@example.com')).toBe(403);
  expect(asked()).toEqual([1, 0]);
});
