import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql } from '../support/run-sql.js';
import { ManagementClient, type Reply } from './management-client.js';

const LARGE = 200_000;
const LIMIT = 262_144;

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
});
afterAll(() => app.stop());

const scim = (method: string, path: string, body?: unknown) => app.scim(directory, method, path, body);
const patch = (id: string, ...Operations: object[]) => scim('PATCH', `Users/${id}`, { Operations });
/** Does not shrink in the database. */
const text = (length: number) =>
  Array.from({ length: Math.ceil(length / 8) }, () => Math.random().toString(36).slice(2, 10).padEnd(8, 'x'))
    .join('')
    .slice(0, length);
const refusal = { status: 413, body: { status: '413', detail: expect.stringMatching(/would have \d+ bytes.*262144/) } };

it('a user beyond 256 KiB is refused by POST, PUT, PATCH and Bulk, and so is a group', async () => {
  const id = await app.user(directory, 'large', { title: text(LARGE) });
  const more = text(LIMIT);
  expect(await scim('POST', 'Users', { userName: 'x', title: more })).toMatchObject(refusal);
  expect(await scim('PUT', `Users/${id}`, { userName: 'large', title: more })).toMatchObject(refusal);
  expect(await patch(id, { op: 'add', path: 'nickName', value: text(100_000) })).toMatchObject(refusal);
  expect(await scim('POST', 'Groups', { displayName: 'x', 'urn:a:2.0:Group': { x: more } })).toMatchObject(refusal);
  const bulk = await scim('POST', 'Bulk', {
    Operations: [
      { method: 'PATCH', path: `/Users/${id}`, data: [{ op: 'add', path: 'nickName', value: text(100_000) }] },
      { method: 'POST', bulkId: 'b', path: '/Users', data: { userName: 'y', title: more } },
    ],
  });
  expect(bulk.body.Operations).toMatchObject([{ status: '413' }, { status: '413' }]);
  // What is refused for its size keeps nobody in.
  const left = await patch(
    id,
    { op: 'add', path: 'nickName', value: text(100_000) },
    { op: 'add', path: 'active', value: false },
  );
  expect(left).toMatchObject({ status: 200, body: { active: false } });
  expect(left.body.nickName).toBeUndefined();
});

it('a user who is larger already is served, made smaller, deactivated and deleted', async () => {
  const id = await app.user(directory, 'huge');
  const grow = `UPDATE users SET resource = resource || jsonb_build_object('title', $2::text) WHERE id = $1`;
  await runSql(app.database.url, grow, [id, text(400_000)]);
  expect((await scim('GET', `Users/${id}`)).body.title).toHaveLength(400_000);
  expect(await patch(id, { op: 'add', path: 'nickName', value: 'n'.repeat(100) })).toMatchObject({ status: 413 });
  expect(await patch(id, { op: 'replace', path: 'active', value: false })).toMatchObject({ status: 200 });
  expect(await patch(id, { op: 'replace', path: 'title', value: text(300_000) })).toMatchObject({ status: 200 });
  expect(await patch(id, { op: 'remove', path: 'title' })).toMatchObject({ status: 200 });
  await runSql(app.database.url, grow, [id, text(400_000)]);
  expect((await scim('DELETE', `Users/${id}`)).status).toBe(204);
});

it('a group with a long name and a long externalId is kept, and keeps nobody who comes with it', async () => {
  const users = await Promise.all(Array.from({ length: 8 }, (_, n) => app.user(directory, `beside${n}`)));
  const long = () => scim('POST', 'Groups', { displayName: text(1_500), externalId: text(1_500) });
  const leave = (id: string, n: number) =>
    n % 2 === 0 ? scim('DELETE', `Users/${id}`) : patch(id, { op: 'replace', path: 'active', value: false });
  const [first, last, ...left] = await Promise.all([long(), long(), ...users.map(leave)]);
  expect(left.map(({ status }) => status)).toEqual(users.map((_, n) => (n % 2 === 0 ? 204 : 200)));
  expect([first!.status, last!.status]).toEqual([201, 201]);

  const { id, displayName } = first!.body as { id: string; displayName: string };
  // Another one of that name needs another externalId.
  expect(await scim('POST', 'Groups', { displayName })).toMatchObject({ status: 409 });
  expect(await scim('POST', 'Groups', { displayName, externalId: text(1_500) })).toMatchObject({ status: 201 });
  expect(await scim('POST', 'Groups', { displayName, externalId: first!.body.externalId })).toMatchObject({
    status: 409,
  });
  const renamed = { displayName: text(1_450), externalId: text(1_450) };
  const operations = { Operations: [{ op: 'replace', value: renamed }] };
  expect(await scim('PATCH', `Groups/${id}`, operations)).toMatchObject({ status: 204 });
  const found = await scim('GET', `Groups?filter=${encodeURIComponent(`displayName eq "${renamed.displayName}"`)}`);
  expect(found.body.Resources).toMatchObject([{ id, ...renamed }]);
});

it('a name that grows as it is compared is refused by its field', async () => {
  const grown = Array.from({ length: 740 }, () => (Math.random() < 0.5 ? '\u0587' : '\u0344')).join('');
  const refused = (field: string) => ({
    status: 400,
    body: { detail: expect.stringContaining(`${field}: longer than 2500 bytes`) },
  });
  expect(await scim('POST', 'Users', { userName: grown })).toMatchObject(refused('userName'));
  expect(await scim('POST', 'Groups', { displayName: grown })).toMatchObject(refused('displayName'));
  const emails = [{ value: grown }];
  expect(await scim('POST', 'Users', { userName: 'grown', emails })).toMatchObject(refused('emails.value'));
});

it('an attribute whose names are too long together hides no other one from the schemas', async () => {
  const schema = `urn:${text(1_500)}:2.0:User`;
  await app.user(directory, 'named', { [schema]: { [text(1_500)]: 1, short: 1 } });
  const { body } = await scim('GET', 'Schemas');
  const { attributes } = body.Resources.find(({ id }: { id: string }) => id === schema);
  expect(attributes.map(({ name }: { name: string }) => name)).toEqual(['short']);
});

it('pages end after some MiB, and nothing is left out or comes twice', { timeout: 120_000 }, async () => {
  directory = await app.directory();
  const ids: string[] = [];
  for (let n = 0; n < 30; n++) ids.push(await app.user(directory, `user${n}`, { title: text(LARGE) }));
  ids.sort();

  const indexed: string[] = [];
  let page: Reply;
  do {
    page = await scim('GET', `Users?count=1000&startIndex=${indexed.length + 1}`);
    expect(page.body).toMatchObject({ totalResults: 30, itemsPerPage: page.body.Resources.length });
    expect(page.text.length).toBeLessThan(5_000_000);
    indexed.push(...page.body.Resources.map((user: { id: string }) => user.id));
  } while (indexed.length < 30);
  expect(indexed).toEqual(ids);

  const byCursor: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; cursor = page.body.nextCursor) {
    page = await scim('GET', `Users?count=1000&cursor=${cursor}`);
    byCursor.push(...page.body.Resources.map((user: { id: string }) => user.id));
  }
  expect(byCursor).toEqual(ids);

  const both = await scim('POST', '.search', { count: 1000 });
  expect(both.body.Resources.length).toBeLessThan(30);

  const listed: string[] = [];
  for (let token: string | undefined; token !== ''; token = page.body.next_page_token) {
    page = await app.get(`${directory.path}/users?page_size=100${token === undefined ? '' : `&page_token=${token}`}`);
    expect(page.status).toBe(200);
    listed.push(...page.body.users.map((user: { id: string }) => user.id));
  }
  expect(listed).toEqual(ids);

  await app.events(`directory_id=${directory.directoryId}&types=organization.directory.user_created`, 1);
  const told: string[] = [];
  let pages = 0;
  for (let after = '', more = true; more; pages++) {
    page = await app.feed(`limit=1000&directory_id=${directory.directoryId}&after=${after}`);
    expect(page.text.length).toBeLessThan(5_500_000);
    const events = page.body.events as { type: string; data: { id: string } }[];
    told.push(...events.filter(({ type }) => type.endsWith('user_created')).map(({ data }) => data.id));
    after = page.body.next_after;
    more = page.body.has_more;
  }
  expect(pages).toBeGreaterThan(1);
  expect(told.sort()).toEqual(ids);
});
