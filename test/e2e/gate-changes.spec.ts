import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AccessCache } from '../../apps/api/src/scim/access-cache.js';
import { allow, deny, GateServer } from '../support/gate-server.js';
import { until } from '../support/index.js';
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
  // Some answers wait for a change of settings.
  expect((await app.call('PUT', path(), { timeout: '5s', ...body })).status).toBeLessThan(300);
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
  expect(asked()).toEqual([0, 1]);
  await put({ url: gate.url });
  expect(await create('eve@example.com')).toBe(201);
  expect(asked()).toEqual([1, 1]);
});

it('a gate at another address decides about a bulk request', async () => {
  await put({ url: gate.url });
  await remember();
  await put({ url: other.url });
  other.answer = (question, response) =>
    (question.json.data.preferred_username === 'eve@example.com' ? deny('no seats') : allow)(question, response);
  expect(await bulk('ada@example.com', 'eve@example.com')).toEqual(['201', '403']);
  expect(asked()).toEqual([0, 2]);
});

it('a gate that is off, or gone, is not asked', async () => {
  gate.answer = deny('no seats');
  await put({ url: gate.url });
  await remember();
  await put({ url: gate.url, enabled: false });
  expect(await create('ada@example.com')).toBe(201);
  await put({ url: gate.url });
  await remember();
  expect((await app.call('DELETE', path())).status).toBe(204);
  expect(await create('eve@example.com')).toBe(201);
  expect(asked()).toEqual([0, 0]);
});

let networks = 0;
/** A change that lets this client in all the same. */
async function changeAllowlist(): Promise<void> {
  const cidrs = ['127.0.0.0/8', '::1/128', `2001:db8::${(networks += 1)}/128`];
  expect((await app.call('PUT', `/api/v1/${directory.path}/ip_allowlist`, { cidrs })).status).toBe(200);
}

describe.each([
  ['before', false],
  ['while', true],
])('a gate is asked once where something else was changed %s it is asked', (_when, isMeanwhile) => {
  async function meet(request: () => Promise<number>): Promise<number> {
    await put({ url: gate.url });
    await remember();
    gate.clear();
    if (isMeanwhile) gate.answer = (question, response) => changeAllowlist().then(() => allow(question, response));
    else await changeAllowlist();
    return await request();
  }

  it('about somebody new', async () => {
    expect(await meet(() => create('eve@example.com'))).toBe(201);
    expect(asked()).toEqual([1, 0]);
  });

  it('about somebody who comes back', async () => {
    const user = await app.user(directory, 'ada@example.com');
    expect(await setActive(user, false)).toBe(200);
    expect(await meet(() => setActive(user, true))).toBe(200);
    expect(asked()).toEqual([1, 0]);
  });

  it('about the people of a bulk request', async () => {
    expect(await meet(async () => Number((await bulk('eve@example.com'))[0]))).toBe(201);
    expect(asked()).toEqual([1, 0]);
  });
});

it('a gate that another one takes the place of while it is asked does not decide', async () => {
  await put({ url: gate.url });
  await remember();
  other.answer = deny('no seats');
  gate.answer = (question, response) => put({ url: other.url }).then(() => allow(question, response));
  expect(await create('eve@example.com')).toBe(403);
  expect(asked()).toEqual([1, 1]);
});

it('a request that meets changes all the time is asked to come again', async () => {
  await put({ url: gate.url });
  await remember();
  gate.answer = (question, response) =>
    put({ url: gate.url, timeout: `${4_000 + asked()[0]!}ms` }).then(() => allow(question, response));
  const reply = await app.scim(directory, 'POST', 'Users', { userName: 'eve@example.com' });
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('1');
  expect(asked()).toEqual([2, 0]);
  gate.answer = allow;
  expect(await create('eve@example.com')).toBe(201);
});

it('nobody hears of a denial by a gate that is not in force', async () => {
  await put({ url: gate.url });
  await remember();
  gate.answer = deny('no seats');
  await put({ url: other.url });
  expect(await create('ada@example.com')).toBe(201);
  other.answer = deny('no seats');
  expect(await create('eve@example.com')).toBe(403);
  const denial = 'rollcall.gate.denied';
  const events = await until(async () => {
    const { events } = (await app.get(`events?organization_id=${directory.organizationId}`)).body;
    expect(events).toContainEqual(expect.objectContaining({ type: denial }));
    return events as { type: string; data: { id: string } }[];
  });
  const denials = events.filter(({ type }) => type === denial).map(({ data }) => data.id);
  expect(denials).toEqual([other.questions[1]!.json.id]);
});
