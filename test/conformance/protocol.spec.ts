import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { send } from './scim-client.js';

let server: ScimServer;
let directory: ServedDirectory;

beforeAll(async () => {
  server = await startScimServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  directory = await server.directory();
});

interface Answer {
  status: number;
  json: {
    id: string;
    totalResults: number;
    startIndex?: number;
    itemsPerPage: number;
    nextCursor?: string;
    Resources: { id: string; userName?: string; displayName?: string }[];
    Operations: { status: string; bulkId?: string; location?: string; response?: { id: string; detail: string } }[];
    scimType?: string;
    detail?: string;
    [name: string]: unknown;
  };
}

async function scim(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await send({
    method,
    url: `${directory.base}${path}`,
    headers: { authorization: `Bearer ${directory.secret}`, ...(body && { 'content-type': 'application/scim+json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  return answer as unknown as Answer;
}
const createUser = async (userName: string, more: object = {}) =>
  (await scim('POST', '/Users', { userName, ...more })).json.id;
const names = ({ json }: Answer) => json.Resources.map(({ userName, displayName }) => userName ?? displayName);

describe('Bulk (RFC 7644 §3.7)', () => {
  it('creates users and a group that refers to them, whatever their order', async () => {
    const { status, json } = await scim('POST', '/Bulk', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
      Operations: [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'team',
          data: { displayName: 'Team', members: [{ value: 'bulkId:ann' }, { value: 'bulkId:bob' }] },
        },
        { method: 'POST', path: '/Users', bulkId: 'ann', data: { userName: 'ann' } },
        { method: 'POST', path: '/Users', bulkId: 'bob', data: { userName: 'bob' } },
      ],
    });
    expect(status).toBe(200);
    expect(json.Operations.map((operation) => [operation.bulkId, operation.status])).toEqual([
      ['team', '201'],
      ['ann', '201'],
      ['bob', '201'],
    ]);
    const group = await scim('GET', `/Groups/${json.Operations[0]!.response!.id}`);
    expect((group.json['members'] as unknown[]).length).toBe(2);
    expect(json.Operations[0]!.location).toBe(`${directory.base}/Groups/${group.json.id}`);
  });

  it('fails an operation for itself, names the error, and stops after failOnErrors', async () => {
    await createUser('ann');
    const { json } = await scim('POST', '/Bulk', {
      failOnErrors: 2,
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'ann' } },
        { method: 'POST', path: '/Users', bulkId: 'b', data: { userName: 'bob' } },
        { method: 'DELETE', path: '/Users/unknown' },
        { method: 'POST', path: '/Users', bulkId: 'c', data: { userName: 'eve' } },
      ],
    });
    expect(json.Operations.map(({ status }) => status)).toEqual(['409', '201', '404']);
    expect(json.Operations[0]!.response!.detail).toContain('ann');
    expect((await scim('GET', '/Users?filter=userName eq "eve"'.replaceAll(' ', '%20'))).json.totalResults).toBe(0);
  });

  it('runs PUT, PATCH and DELETE, and honours the version of each', async () => {
    const [ann, bob, eve] = [await createUser('ann'), await createUser('bob'), await createUser('eve')];
    const { json } = await scim('POST', '/Bulk', {
      Operations: [
        { method: 'PUT', path: `/Users/${ann}`, data: { userName: 'ann', title: 'Boss' } },
        {
          method: 'PATCH',
          path: `/Users/${bob}`,
          version: 'W/"7"',
          data: { Operations: [{ op: 'replace', path: 'title', value: 'Boss' }] },
        },
        { method: 'DELETE', path: `/Users/${eve}` },
      ],
    });
    expect(json.Operations.map(({ status }) => status)).toEqual(['200', '412', '204']);
  });

  it('creates resources that refer to each other', async () => {
    const team = (bulkId: string, other: string) => ({
      method: 'POST',
      path: '/Groups',
      bulkId,
      data: { displayName: bulkId, members: [{ value: `bulkId:${other}` }] },
    });
    const { json } = await scim('POST', '/Bulk', { Operations: [team('a', 'b'), team('b', 'a')] });
    expect(json.Operations.map(({ status }) => status)).toEqual(['201', '201']);
    const [a, b] = json.Operations.map(({ response }) => response!.id);
    expect((await scim('GET', `/Groups/${a}`)).json['members']).toMatchObject([{ value: b, type: 'Group' }]);
    expect((await scim('GET', `/Groups/${b}`)).json['members']).toMatchObject([{ value: a, type: 'Group' }]);
  });

  it('fails what refers to a resource that could not be created', async () => {
    await createUser('ann');
    const { json } = await scim('POST', '/Bulk', {
      Operations: [
        {
          method: 'POST',
          path: '/Groups',
          bulkId: 'team',
          data: { displayName: 'Team', members: [{ value: 'bulkId:ann' }] },
        },
        { method: 'POST', path: '/Users', bulkId: 'ann', data: { userName: 'ann' } },
      ],
    });
    expect(json.Operations.map(({ status }) => status)).toEqual(['409', '409']);
    expect((await scim('GET', '/Groups')).json.totalResults).toBe(0);
  });

  it('takes 1,000 operations, not one more, and bodies beyond 1 MiB', async () => {
    const operations = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        method: 'POST',
        path: '/Users',
        bulkId: `u${index}`,
        data: { userName: `user${index}`, nickName: 'x'.repeat(1_200) },
      }));
    const refused = await scim('POST', '/Bulk', { Operations: operations(1_001) });
    expect(refused.status).toBe(413);
    const { json } = await scim('POST', '/Bulk', { Operations: operations(1_000) });
    expect(json.Operations.filter(({ status }) => status === '201')).toHaveLength(1_000);
    expect((await scim('GET', '/Users?count=0')).json).toMatchObject({ totalResults: 1_000, Resources: [] });
  }, 120_000);
});

describe('search and order (RFC 7644 §3.4.2.3, §3.4.3)', () => {
  beforeEach(async () => {
    await createUser('carl', { title: 'b', name: { familyName: 'Zed' } });
    await createUser('Ann', { title: 'C' });
    await createUser('bob', { name: { familyName: 'adams' } });
    await scim('POST', '/Groups', { displayName: 'Ann' });
  });

  it('searches one type by POST', async () => {
    const answer = await scim('POST', '/Users/.search', { filter: 'userName sw "A"', attributes: ['userName'] });
    expect(answer.status).toBe(200);
    expect(answer.json.Resources).toEqual([
      { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: expect.any(String), userName: 'Ann' },
    ]);
  });

  it('searches all types at the root, users first, paged as one list', async () => {
    expect(names(await scim('POST', '/.search', {}))).toEqual(['carl', 'Ann', 'bob', 'Ann']);
    const page = await scim('POST', '/.search', { startIndex: 3, count: 2 });
    expect(names(page)).toEqual(['bob', 'Ann']);
    expect(page.json).toMatchObject({ totalResults: 4, startIndex: 3, itemsPerPage: 2 });
    expect(names(await scim('POST', '/.search', { filter: 'displayName eq "ann"' }))).toEqual(['Ann']);
    expect((await scim('POST', '/.search', { filter: 'nonsense eq 1' })).json.scimType).toBe('invalidFilter');
  });

  it.each([
    ['sortBy=userName', ['Ann', 'bob', 'carl']],
    ['sortBy=userName&sortOrder=descending', ['carl', 'bob', 'Ann']],
    // What has no value comes last ascending and first descending.
    ['sortBy=title', ['carl', 'Ann', 'bob']],
    ['sortBy=title&sortOrder=descending', ['bob', 'Ann', 'carl']],
    ['sortBy=name.familyName', ['bob', 'carl', 'Ann']],
    ['sortBy=meta.created&sortOrder=descending', ['bob', 'Ann', 'carl']],
  ])('sorts by %s', async (query, expected) => {
    expect(names(await scim('GET', `/Users?${query}`))).toEqual(expected);
  });

  it('refuses to sort by what does not exist', async () => {
    expect((await scim('GET', '/Users?sortBy=nonsense')).json).toMatchObject({
      status: '400',
      scimType: 'invalidValue',
    });
  });
});

describe('cursor paging (RFC 9865)', () => {
  beforeEach(async () => {
    for (let index = 0; index < 7; index++) await createUser(`user${index}`);
  });

  it.each(['', '&sortBy=userName&sortOrder=descending', '&filter=userName%20sw%20%22user%22'])(
    'walks the whole list once, with %j',
    async (query) => {
      const seen: (string | undefined)[] = [];
      let cursor: string | undefined = '';
      let pages = 0;
      while (cursor !== undefined && pages++ < 10) {
        const answer: Answer = await scim('GET', `/Users?count=3&cursor=${cursor}${query}`);
        expect(answer.json.totalResults).toBe(7);
        expect(answer.json).not.toHaveProperty('startIndex');
        seen.push(...names(answer));
        cursor = answer.json.nextCursor;
      }
      expect(pages).toBe(3);
      expect([...seen].sort()).toEqual(['user0', 'user1', 'user2', 'user3', 'user4', 'user5', 'user6']);
    },
  );

  it('refuses a cursor that is not ours, and one of another list', async () => {
    expect((await scim('GET', '/Users?cursor=nonsense')).json).toMatchObject({
      status: '400',
      scimType: 'invalidCursor',
    });
    const { json } = await scim('GET', '/Users?count=3&cursor=');
    const other = await scim('GET', `/Users?count=3&cursor=${json.nextCursor}&filter=active%20eq%20true`);
    expect(other.json.scimType).toBe('invalidCursor');
  });

  it('sees a user who comes between two pages, and nobody twice', async () => {
    const first = await scim('GET', '/Users?count=3&cursor=');
    await createUser('late');
    const second = await scim('GET', `/Users?count=10&cursor=${first.json.nextCursor}`);
    expect([...names(first), ...names(second)]).toHaveLength(8);
    expect(second.json).not.toHaveProperty('nextCursor');
  });
});

describe('discovery (RFC 7644 §4)', () => {
  it('registers a custom extension on first sight, and reads back what was sent', async () => {
    const urn = 'urn:example:params:scim:schemas:extension:badge:2.0:User';
    const id = await createUser('ann', {
      [urn]: { badge: 7, remote: true, sites: ['A', 'B'], desk: { floor: 'two' } },
    });
    expect((await scim('GET', `/Users/${id}`)).json[urn]).toEqual({
      badge: 7,
      remote: true,
      sites: ['A', 'B'],
      desk: { floor: 'two' },
    });
    const schema = (await scim('GET', `/Schemas/${urn}`)).json as unknown as {
      attributes: { name: string; type: string; multiValued: boolean }[];
    };
    expect(schema.attributes.map(({ name, type, multiValued }) => [name, type, multiValued])).toEqual([
      ['badge', 'integer', false],
      ['desk', 'complex', false],
      ['remote', 'boolean', false],
      ['sites', 'string', true],
    ]);
    const type = (await scim('GET', '/ResourceTypes/User')).json as unknown as {
      schemaExtensions: { schema: string }[];
    };
    expect(type.schemaExtensions.map((extension) => extension.schema)).toContain(urn);
    const filtered = await scim('GET', `/Users?filter=${encodeURIComponent(`${urn}:badge gt 6`)}`);
    expect(names(filtered)).toEqual(['ann']);
    const other = await server.directory();
    directory = other;
    expect((await scim('GET', `/Schemas/${urn}`)).status).toBe(404);
  });

  it('refuses filters on discovery, and says that /Me is not served', async () => {
    expect((await scim('GET', '/Schemas?filter=id%20eq%20%22x%22')).status).toBe(403);
    expect((await scim('GET', '/Me')).json).toMatchObject({ status: '501' });
  });
});
