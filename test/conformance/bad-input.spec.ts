import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { brokenRules } from './house-rules.js';
import { send, type ScimAnswer } from './scim-client.js';

let server: ScimServer;
let directory: ServedDirectory;
let other: ServedDirectory;
let userId: string;
let groupId: string;
let foreignId: string;

beforeAll(async () => {
  server = await startScimServer();
  directory = await server.directory();
  other = await server.directory();
  userId = await create(directory, '/Users', { userName: 'taken@example.com', title: 'Before' });
  groupId = await create(directory, '/Groups', { displayName: 'Group', members: [{ value: userId }] });
  foreignId = await create(other, '/Users', { userName: 'foreign@example.com' });
});
afterAll(() => server.close());

async function create({ base, secret }: ServedDirectory, path: string, body: object): Promise<string> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/scim+json' };
  const answer = await send({ method: 'POST', url: base + path, headers, body: JSON.stringify(body) });
  expect(answer.status, answer.text).toBe(201);
  return (answer.json as { id: string }).id;
}

/** Everything that a request could have stored. */
async function stored(): Promise<unknown> {
  const { rows } = await server.pool.query(
    `SELECT (SELECT json_agg(json_build_array(id, revision, resource) ORDER BY id) FROM users) AS users,
      (SELECT json_agg(json_build_array(id, revision, resource) ORDER BY id) FROM groups) AS groups,
      (SELECT count(*) FROM group_members) AS members, (SELECT count(*) FROM group_references) AS "references",
      (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM directories) AS directories`,
  );
  return rows[0];
}

interface Bad {
  method?: string;
  path?: string;
  body?: string | Buffer;
  headers?: Record<string, string | null>;
  base?: string;
}

async function ask({
  method = 'GET',
  path = '/Users',
  body,
  headers,
  base = directory.base,
}: Bad): Promise<ScimAnswer> {
  return send({
    method,
    url: base + path,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(body !== undefined && { 'content-type': 'application/scim+json' }),
      ...headers,
    },
    body,
  });
}

/** The request is refused as it should be, stores nothing, and the next one is served. */
async function refused(bad: Bad, status: number, detail: RegExp, scimType?: string): Promise<void> {
  const before = await stored();
  const answer = await ask(bad);
  expect(brokenRules(answer, server.url), answer.text).toEqual([]);
  expect(answer.status, answer.text).toBe(status);
  const error = answer.json as { detail: string; scimType?: string };
  expect(error.detail).toMatch(detail);
  expect(error.scimType).toBe(scimType);
  expect(await stored()).toEqual(before);
  expect((await ask({ path: `/Users/${userId}` })).status).toBe(200);
}

const post = (body: object | string | Buffer, path = '/Users'): Bad => ({
  method: 'POST',
  path,
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
});
const patchUser = (...Operations: unknown[]): Bad => ({ ...post({ Operations }, `/Users/${userId}`), method: 'PATCH' });
const patchGroup = (...Operations: unknown[]): Bad => ({
  ...post({ Operations }, `/Groups/${groupId}`),
  method: 'PATCH',
});
const filter = (text: string): Bad => ({ path: `/Users?filter=${encodeURIComponent(text)}` });

describe('who is asking', () => {
  it('an unknown directory', () =>
    refused({ base: `${server.url}/directory/dir_01ARZ3NDEKTSV4RRFFQ69G5FAV/scim/v2` }, 401, /token/));
  it('an id that is none', () => refused({ base: `${server.url}/directory/'--/scim/v2` }, 401, /token/));
  it('an id with a NUL character', () =>
    refused({ base: `${server.url}/directory/%00/scim/v2` }, 400, /NUL/, 'invalidSyntax'));
  it('a wrong token', () => refused({ headers: { authorization: 'Bearer nonsense' } }, 401, /token/));
  it("another directory's token", () =>
    refused({ headers: { authorization: `Bearer ${other.secret}` } }, 401, /token/));
  it('no token', () => refused({ headers: { authorization: null } }, 401, /Authorization/));
  it('an empty token', () => refused({ headers: { authorization: 'Bearer ' } }, 401, /token/));
  it('Basic credentials', () => refused({ headers: { authorization: 'Basic YTpi' } }, 401, /token/));
  it('a very long token', () => refused({ headers: { authorization: `Bearer ${'x'.repeat(8_000)}` } }, 401, /token/));
});

describe('bodies', () => {
  const syntax = 'invalidSyntax';
  it('malformed JSON', () => refused(post('{"userName":"x",}'), 400, /not valid JSON/, syntax));
  it('half a body', () => refused(post('{"userName":"x"'), 400, /not valid JSON/, syntax));
  it('says nothing of what the body said', async () => {
    const answer = await ask(post('{"password":"s3cret" oops}'));
    expect(answer.text).not.toContain('s3cret');
  });
  it('no body', () => refused(post(''), 400, /body/, syntax));
  it('blanks', () => refused(post('  \n '), 400, /body/, syntax));
  it.each(['[]', '"text"', '7', 'null', 'true'])('%s', (body) => refused(post(body), 400, /object/, syntax));
  it('invalid UTF-8', () =>
    refused(post(Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400, /UTF-8/, syntax));
  it('a NUL character', () => refused(post('{"userName":"a\\u0000b"}'), 400, /userName contains a NUL/, syntax));
  it('a NUL character in a name', () =>
    refused(post('{"userName":"a","x\\u0000":1}'), 400, /name contains a NUL/, syntax));
  it('a raw control character', () => refused(post('{"userName":"a\u0000b"}'), 400, /not valid JSON/, syntax));
  it('a lone surrogate', () =>
    refused(post('{"userName":"a","name":{"givenName":"\\ud800"}}'), 400, /name\.givenName contains a lone/, syntax));
  it.each([
    '{"userName":"a","__proto__":{"admin":true}}',
    '{"userName":"a","name":{"__proto__":{"x":1}}}',
    '{"userName":"a","\\u005f_proto__":{"x":1}}',
    '{"userName":"a","constructor":{"prototype":{"x":1}}}',
    '{"userName":"a","urn:x:__proto__":{"x":1}}',
    '{"userName":"a","emails":[{"value":"x","__proto__":{"type":"work"}}]}',
  ])('%s', async (body) => {
    await refused(post(body), 400, /is not allowed/, syntax);
    expect(({} as { x?: unknown; admin?: unknown }).x ?? ({} as { admin?: unknown }).admin).toBeUndefined();
  });
  it('10,000 levels of arrays', () =>
    refused(post(`{"userName":"a","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`), 400, /nested/, syntax));
  it('10,000 levels of objects', () =>
    refused(post(`{"userName":"a","x":${'{"x":'.repeat(10_000)}1${'}'.repeat(10_000)}}`), 400, /nested/, syntax));
  it('10,000 open brackets', () => refused(post('['.repeat(10_000)), 400, /nested/, syntax));
  it('more than 1 MiB', () => refused(post({ userName: 'a', title: 'x'.repeat(1_048_576) }), 413, /1 MiB/));
  it('a number that JSON cannot hold', () => refused(post('{"userName":1e999}'), 400, /userName/, 'invalidValue'));
  it.each(['text/plain', 'text/xml', 'multipart/form-data; boundary=x', 'application/jsonx', 'nonsense'])(
    'content type %s',
    (type) => refused({ ...post({ userName: 'a' }), headers: { 'content-type': type } }, 415, /scim\+json/),
  );
  it('no content type', () =>
    refused({ ...post({ userName: 'a' }), headers: { 'content-type': null } }, 415, /scim\+json/));
  it('a form', () =>
    refused(
      { ...post('userName=a'), headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      /scim\+json/,
    ));
});

describe('what the answer of a write would carry', () => {
  const writes: Record<string, () => Bad> = {
    'POST of a user': () => post({ userName: 'new@example.com' }),
    'PUT of a user': () => ({ ...post({ userName: 'new@example.com' }, `/Users/${userId}`), method: 'PUT' }),
    'PATCH of a user': () => patchUser({ op: 'replace', path: 'title', value: 'After' }),
    'POST of a group': () => post({ displayName: 'New' }, '/Groups'),
    'PUT of a group': () => ({ ...post({ displayName: 'New' }, `/Groups/${groupId}`), method: 'PUT' }),
    'PATCH of a group': () => patchGroup({ op: 'replace', path: 'displayName', value: 'New' }),
  };
  const names = Array.from({ length: 101 }, (_, n) => `a${n}`).join();
  it.each(
    Object.keys(writes).flatMap((what) => ['attributes', 'excludedAttributes'].map((parameter) => [what, parameter])),
  )('%s, with 101 %s', async (what, parameter) => {
    const write = writes[what!]!();
    const path = `${write.path}?${parameter}=${names}`;
    await refused({ ...write, path }, 400, /101 names; at most 100/, 'invalidValue');
  });
});

describe('types', () => {
  it.each([
    [{ userName: true }, /userName/],
    [{ userName: 1e300 }, /userName/],
    [{ userName: '' }, /userName/],
    [{ userName: '  ' }, /userName/],
    [{ userName: {} }, /userName/],
    [{ userName: ['a', 'b'] }, /userName/],
    [{ userName: [] }, /userName/],
    [{}, /userName/],
    [{ userName: 'a', active: 'yes' }, /active/],
    [{ userName: 'a', active: 1 }, /active/],
    [{ userName: 'a', active: [true] }, /active/],
    [{ userName: 'a', name: 'Ann' }, /name/],
    [{ userName: 'a', name: { givenName: true } }, /name\.givenName/],
    [{ userName: 'a', emails: true }, /emails/],
    [{ userName: 'a', emails: [{ value: true }] }, /emails\[0\]\.value/],
    [{ userName: 'a', emails: [{ value: 'x', primary: 'maybe' }] }, /emails\[0\]\.primary/],
    [{ userName: 'a', title: { a: 1 } }, /title/],
    [{ userName: 'a', externalId: {} }, /externalId/],
    [{ userName: 'a', password: {} }, /password/],
    [{ userName: 'a', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': 'x' }, /enterprise/],
    [{ userName: 'a', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: true } }, /manager/],
    [{ userName: 'a', 'name.nonsense.deep': 'x' }, /name\.nonsense/],
  ])('a user of %j', (body, detail) =>
    refused(post(body), 400, detail, 'name.nonsense.deep' in body ? 'invalidPath' : 'invalidValue'),
  );
  it.each([
    [{ displayName: true }, /displayName/],
    [{}, /displayName/],
    [{ displayName: 'a', members: [true] }, /members\[0\]/],
    [{ displayName: 'a', members: [{ value: true }] }, /members\[0\]\.value/],
    [{ displayName: 'a', members: [{ display: 'nobody' }] }, /members\[0\]/],
    [{ displayName: 'a', members: true }, /members/],
  ])('a group of %j', (body, detail) => refused(post(body, '/Groups'), 400, detail, 'invalidValue'));
  it('a PUT that breaks a type', () =>
    refused({ ...post({ userName: true }, `/Users/${userId}`), method: 'PUT' }, 400, /userName/, 'invalidValue'));
});

describe('patches', () => {
  it.each([
    [{ op: 'replace', path: 'non sense', value: 1 }, /non sense/, 'invalidPath'],
    [{ op: 'replace', path: 'title.nonsense', value: 1 }, /nonsense/, 'invalidPath'],
    [{ op: 'replace', path: 'urn:nobody:knows:nonsense', value: 1 }, /nonsense/, 'invalidPath'],
    [{ op: 'replace', path: 'emails[nonsense eq "x"].value', value: 'x' }, /nonsense/, 'invalidFilter'],
    [{ op: 'replace', path: 'emails[type eq "work"', value: 'x' }, /not closed/, 'invalidPath'],
    [{ op: 'replace', path: 'emails[]', value: 'x' }, /./, 'invalidFilter'],
    [{ op: 'replace', path: '__proto__.x', value: 'x' }, /__proto__/, 'invalidPath'],
    [{ op: 'replace', path: 'constructor.prototype.x', value: 'x' }, /constructor/, 'invalidPath'],
    [{ op: 'add', path: 'urn:x:__proto__', value: { y: 1 } }, /__proto__/, 'invalidPath'],
    [{ op: 'replace', value: { 'name.__proto__': 'x' } }, /__proto__/, 'invalidSyntax'],
    [{ op: 'replace', path: 7, value: 'x' }, /path/, 'invalidPath'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, /active/, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: '' }, /userName/, 'invalidValue'],
    [{ op: 'replace', path: 'userName', value: null }, /userName/, 'invalidValue'],
    [{ op: 'replace', path: 'emails[type eq "work"].primary', value: 'maybe' }, /primary/, 'invalidValue'],
    [{ op: 'nonsense', path: 'title', value: 'x' }, /op/, 'invalidSyntax'],
    [{ path: 'title', value: 'x' }, /op/, 'invalidSyntax'],
    ['text', /object/, 'invalidSyntax'],
    [{ op: 'replace', path: 'id', value: 'x' }, /id/, 'mutability'],
    [{ op: 'replace', path: 'groups', value: [] }, /groups/, 'mutability'],
    [{ op: 'replace', path: `emails[${'('.repeat(1_000)}type eq "x"`, value: 'x' }, /./, 'invalidPath'],
  ])('a user by %j', (operation, detail, scimType) => refused(patchUser(operation), 400, detail, scimType));
  it('a group by what is no attribute', () =>
    refused(patchGroup({ op: 'replace', path: 'non sense', value: 1 }), 400, /non sense/, 'invalidPath'));
  it('a group by a member of a wrong type', () =>
    refused(patchGroup({ op: 'add', path: 'members', value: [{ value: {} }] }), 400, /members\[0\]/, 'invalidValue'));
  it('all or nothing', () =>
    refused(
      patchUser({ op: 'replace', path: 'title', value: 'After' }, { op: 'replace', path: 'title.nonsense', value: 1 }),
      400,
      /nonsense/,
      'invalidPath',
    ));
  it('all or nothing for members', () =>
    refused(
      patchGroup({ op: 'remove', path: 'members' }, { op: 'replace', path: 'displayName', value: '' }),
      400,
      /displayName/,
      'invalidValue',
    ));
});

describe('names and ids', () => {
  it('a userName that is taken', () => refused(post({ userName: 'TAKEN@example.com' }), 409, /taken/i, 'uniqueness'));
  it('a displayName that is taken', () =>
    refused(post({ displayName: 'GROUP' }, '/Groups'), 409, /group/i, 'uniqueness'));
  it.each(['GET', 'DELETE'])('%s of a user of another directory', (method) =>
    refused({ method, path: `/Users/${foreignId}` }, 404, /not found/),
  );
  it('PUT of a user of another directory', () =>
    refused({ ...post({ userName: 'x' }, `/Users/${foreignId}`), method: 'PUT' }, 404, /not found/));
  it('PATCH of a user of another directory', () =>
    refused(
      {
        ...post({ Operations: [{ op: 'replace', path: 'active', value: false }] }, `/Users/${foreignId}`),
        method: 'PATCH',
      },
      404,
      /not found/,
    ));
  it('a member of another directory', () =>
    refused(
      patchGroup({ op: 'add', path: 'members', value: [{ value: foreignId }] }),
      400,
      /not in this directory/,
      'invalidValue',
    ));
  it('a new group with a member of another directory', () =>
    refused(
      post({ displayName: 'New', members: [{ value: foreignId }] }, '/Groups'),
      400,
      /not in this directory/,
      'invalidValue',
    ));
  it("a group's id at /Users", () => refused({ path: `/Users/${groupId}` }, 404, /not found/));
  it.each(["'%20OR%201=1--", '..%2f..%2fetc', 'x'.repeat(400), '%F0%9F%A6%8A'])('the id %s', (id) =>
    refused({ path: `/Users/${id}` }, 404, /not found/),
  );
  it.each(['%00', '%ff%fe', '%ED%A0%80', '%E0%A4%A'])('the id %s, which is no text', (id) =>
    refused({ path: `/Users/${id}` }, 400, /./, 'invalidSyntax'),
  );
  it('an id of 600 characters', () => refused({ path: `/Users/${'x'.repeat(600)}` }, 414, /./));
});

describe('queries', () => {
  const kind = 'invalidFilter';
  it.each(['userName eq', 'eq "x"', '((((', 'userName eq "x" or', 'userName eq "x', '"', 'userName == "x"', 'not'])(
    'the filter %s',
    (text) => refused(filter(text), 400, /./, kind),
  );
  it.each([
    ['nonsense eq "x"', /nonsense/],
    ['name.nonsense eq "x"', /nonsense/],
    ['__proto__ eq "x"', /__proto__/],
    ['emails[nonsense eq "x"]', /nonsense/],
    ['active eq "maybe"', /active/],
    ['meta.created gt "now"', /meta\.created/],
    ['password eq "x"', /password/],
  ])('the filter %s', (text, detail) => refused(filter(text), 400, detail, kind));
  it('a filter of 12,000 characters', () =>
    refused(filter(`userName eq "${'x'.repeat(11_000)}"`), 400, /longer/, kind));
  it('a deeply nested filter', () =>
    refused(filter(`${'('.repeat(2_000)}userName eq "x"${')'.repeat(2_000)}`), 400, /nested/, kind));
  it('a filter with a NUL character', () => refused(filter('userName eq "a\\u0000b"'), 400, /NUL/i, kind));
  it('a filter with a raw NUL character', () => refused(filter('userName eq "a\u0000b"'), 400, /NUL/, 'invalidSyntax'));
  it('a filter with a lone surrogate', () => refused(filter('userName eq "\\ud800"'), 400, /./, kind));
  it.each(['count=x', 'startIndex=x', 'count=1.5'])('%s', (query) =>
    refused({ path: `/Users?${query}` }, 400, new RegExp(query.split('=')[0]!), 'invalidValue'),
  );
  it('a long chain of terms is served or refused, and nothing else', async () => {
    const answer = await ask(filter(Array.from({ length: 250 }, (_, n) => `userName eq "${n}"`).join(' or ')));
    expect([200, 400]).toContain(answer.status);
    expect(brokenRules(answer, server.url)).toEqual([]);
  });
});

describe('paths and methods', () => {
  it.each(['/Nothing', '', '/Users/a/b', '/Schemas/urn:nothing'])('GET %s', (path) => refused({ path }, 404, /./));
  it.each(['TRACE', 'PUT', 'DELETE'])('%s of /Users', (method) => refused({ method }, 404, /./));
});
