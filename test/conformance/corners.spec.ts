import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { send, type ScimAnswer } from './scim-client.js';

let server: ScimServer;
let directory: ServedDirectory;

beforeAll(async () => {
  server = await startScimServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await server.directory();
});

interface Body {
  id: string;
  detail: string;
  title?: string;
  members: { value: string; type?: string }[];
  meta: { location: string; version: string };
  Resources: { id: string; attributes: Attribute[] }[];
  Operations: { status: string; location?: string }[];
}
interface Attribute {
  name: string;
  type: string;
  description: string;
  canonicalValues?: string[];
  subAttributes?: Attribute[];
}
type Answer = Omit<ScimAnswer, 'json'> & { json: Body };

async function scim(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string | null> = {},
): Promise<Answer> {
  const answer = await send({
    method,
    url: `${directory.base}${path}`,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(body && { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer as Answer;
}
const create = async (path: string, body: object): Promise<Body> => (await scim('POST', path, body)).json;
const patch = (...operations: object[]) => ({ Operations: operations });

describe('Bulk answers (RFC 7644 §3.7)', () => {
  it('name the resource of every operation but a failed POST', async () => {
    const { id } = await create('/Users', { userName: 'ann' });
    const at = `${directory.base}/Users/${id}`;
    const group = await create('/Groups', { displayName: 'Team' });
    const nobody = '/Users/diruser_01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const { json } = await scim('POST', '/Bulk', {
      Operations: [
        { method: 'PUT', path: `/Users/${id}`, data: { active: 'maybe' } },
        { method: 'PATCH', path: `/Users/${id}`, data: patch({ op: 'replace', path: 'active', value: 'maybe' }) },
        { method: 'DELETE', path: nobody },
        { method: 'POST', path: '/Users', bulkId: 'b', data: {} },
        {
          method: 'PATCH',
          path: `/Groups/${group.id}`,
          data: patch({ op: 'add', path: 'members', value: [{ value: id }] }),
        },
        { method: 'PUT', path: `/Users/${id}` },
        { method: 'DELETE', path: `/Users/${id}`, version: 7 },
        { method: 'DELETE', path: `/Users/${id}` },
      ],
    });
    expect(json.Operations.map(({ status, location }) => [status, location])).toEqual([
      ['400', at],
      ['400', at],
      ['404', directory.base + nobody],
      ['400', undefined],
      ['204', `${directory.base}/Groups/${group.id}`],
      ['400', at],
      ['400', at],
      ['204', at],
    ]);
  });

  it('take a bare list of operations as the data of a PATCH, and an error count of 0', async () => {
    const { id } = await create('/Users', { userName: 'ann' });
    const { json } = await scim('POST', '/Bulk', {
      failOnErrors: 0,
      Operations: [
        { method: 'PATCH', path: `/Users/${id}`, data: [{ op: 'add', path: 'title', value: 'Head' }] },
        { method: 'DELETE', path: '/Users/nobody' },
        { method: 'DELETE', path: `/Users/${id}` },
      ],
    });
    expect(json.Operations.map(({ status }) => status)).toEqual(['200', '404']);
    expect((await scim('GET', `/Users/${id}`)).json.title).toBe('Head');
  });
});

describe('headers', () => {
  it('Location is the resource in every answer about one (RFC 7644 §3.1)', async () => {
    const { id } = await create('/Users', { userName: 'ann' });
    const group = await create('/Groups', { displayName: 'Team' });
    const answers = [
      await scim('GET', `/Users/${id}`),
      await scim('PUT', `/Users/${id}`, { userName: 'ann', title: 'x' }),
      await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'title', value: 'y' })),
    ];
    for (const { headers, json } of answers) {
      expect(headers.location).toBe(`${directory.base}/Users/${id}`);
      expect(headers.location).toBe(json.meta.location);
    }
    const change = patch({ op: 'replace', path: 'displayName', value: 'Crew' });
    const changed = await scim('PATCH', `/Groups/${group.id}`, change);
    expect([changed.status, changed.headers.location]).toEqual([204, `${directory.base}/Groups/${group.id}`]);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])(
    'If-None-Match refuses a %s of what is excluded (RFC 9110 §13.1.2)',
    async (method) => {
      const { id, meta } = await create('/Users', { userName: 'ann' });
      const body =
        method === 'PUT'
          ? { userName: 'ann', title: 'x' }
          : method === 'PATCH'
            ? patch({ op: 'add', path: 'title', value: 'x' })
            : undefined;
      for (const excluded of [meta.version, '*', `W/"other", ${meta.version}`]) {
        const refused = await scim(method, `/Users/${id}`, body, { 'if-none-match': excluded });
        expect(refused.status, excluded).toBe(412);
        expect(refused.json.detail).toContain('If-None-Match');
      }
      expect((await scim('GET', `/Users/${id}`)).json.title).toBeUndefined();
      const done = await scim(method, `/Users/${id}`, body, { 'if-none-match': 'W/"other"' });
      expect(done.status).toBe(method === 'DELETE' ? 204 : 200);
    },
  );

  it('a 204 has neither a type nor a body', async () => {
    const group = await create('/Groups', { displayName: 'Team' });
    const change = patch({ op: 'replace', path: 'displayName', value: 'Crew' });
    for (const answer of [
      await scim('PATCH', `/Groups/${group.id}`, change),
      await scim('DELETE', `/Groups/${group.id}`),
    ]) {
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([204, undefined, '']);
    }
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense'])(
    'a DELETE without a body may say %s',
    async (type) => {
      const { id } = await create('/Users', { userName: 'ann' });
      const headers = { 'content-type': type };
      expect((await scim('DELETE', `/Users/${id}`, undefined, { ...headers, 'content-length': '0' })).status).toBe(204);
      expect((await scim('DELETE', `/Users/${id}`, undefined, headers)).status).toBe(404);
    },
  );

  it.each([
    ['Bearer Bearer x', 'says "Bearer" twice'],
    ['Bearer "x"', 'in quotes'],
    ['Bearer x%0A', 'line break'],
  ])('the answer to %s says what is wrong', async (authorization, words) => {
    const answer = await scim('GET', '/Users', undefined, { authorization });
    expect(answer.status).toBe(401);
    expect(answer.json.detail).toContain(words);
  });
});

describe('members', () => {
  it('of a group that is deleted are nobody, and the group is no member any more', async () => {
    const inner = await create('/Groups', { displayName: 'Inner' });
    const outer = await create('/Groups', { displayName: 'Outer', members: [{ value: inner.id }] });
    expect((await scim('GET', `/Groups/${outer.id}`)).json.members).toMatchObject([{ value: inner.id, type: 'Group' }]);
    expect((await scim('DELETE', `/Groups/${inner.id}`)).status).toBe(204);
    expect((await scim('GET', `/Groups/${outer.id}`)).json.members ?? []).toEqual([]);
  });

  it('are in one order, whatever the order they came in', async () => {
    const users = await Promise.all(['a', 'b', 'c', 'd'].map((userName) => create('/Users', { userName })));
    const known = users.map(({ id }) => id).sort();
    const unknown = ['zoe', 'Anna', 'mel', 'bo'];
    const group = await create('/Groups', {
      displayName: 'Team',
      members: [...unknown, ...known.toReversed()].map((value) => ({ value })),
    });
    const order = async () => (await scim('GET', `/Groups/${group.id}`)).json.members.map(({ value }) => value);
    const first = await order();
    expect(first.slice(0, 4)).toEqual(known);
    expect(first.slice(4)).toEqual([...first.slice(4)].sort());
    await scim('PATCH', `/Groups/${group.id}`, patch({ op: 'remove', path: `members[value eq "${known[0]}"]` }));
    await scim('PATCH', `/Groups/${group.id}`, patch({ op: 'add', path: 'members', value: [{ value: known[0] }] }));
    expect(await order()).toEqual(first);
  });
});

describe('/Schemas', () => {
  it('describes the discovery resources, too, and every type has values to choose from', async () => {
    const { json } = await scim('GET', '/Schemas');
    const core = 'urn:ietf:params:scim:schemas:core:2.0';
    expect(json.Resources.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ServiceProviderConfig', 'ResourceType', 'Schema'].map((name) => `${core}:${name}`)),
    );
    const user = json.Resources.find(({ id }) => id === `${core}:User`)!;
    expect(user.attributes.map(({ name }) => name)).not.toContain('password');
    expect(user.attributes.find(({ name }) => name === 'active')!.description).toBe(
      "A Boolean value indicating the User's administrative status.",
    );
    const types = user.attributes.flatMap(({ name, subAttributes = [] }) =>
      subAttributes.filter((sub) => sub.name === 'type').map((sub) => [name, sub.canonicalValues?.length ?? 0]),
    );
    expect(types.length).toBeGreaterThan(7);
    for (const [name, values] of types) expect(values, String(name)).toBeGreaterThan(0);
  });

  it('lists only URIs that it answers, wherever a discovery document names a schema', async () => {
    for (const path of ['/ServiceProviderConfig', '/ResourceTypes/User', '/Schemas']) {
      const document = (await scim('GET', path)).json as unknown as {
        schemas: string[];
        Resources?: { schemas: string[] }[];
      };
      for (const urn of (document.Resources ?? [document]).flatMap(({ schemas }) => schemas)) {
        expect((await scim('GET', `/Schemas/${urn}`)).status, urn).toBe(200);
      }
    }
  });
});
