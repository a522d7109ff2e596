import { afterAll, beforeAll, expect, it } from 'vitest';
import { startScimServer, type ScimServer, type ServedDirectory } from '../support/scim-server.js';
import { send, type ScimAnswer } from './scim-client.js';
import { storedGroup } from './stored.js';

let server: ScimServer;
let directory: ServedDirectory;

beforeAll(async () => {
  server = await startScimServer();
  directory = await server.directory();
});
afterAll(() => server.close());

async function ask(method: string, path: string, body?: object): Promise<ScimAnswer> {
  const answer = await send({
    method,
    url: directory.base + path,
    headers: {
      authorization: `Bearer ${directory.secret}`,
      ...(body && { 'content-type': 'application/scim+json' }),
    },
    body: body && JSON.stringify(body),
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}
const idOf = (answer: ScimAnswer) => (answer.json as { id: string }).id;

/** As many requests at once as an IdP sends in a burst. */
async function createMany(path: string, bodies: object[]): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < bodies.length; at += 50) {
    ids.push(
      ...(await Promise.all(bodies.slice(at, at + 50).map(async (body) => idOf(await ask('POST', path, body))))),
    );
  }
  return ids;
}

it('a PATCH of a group by 1,000 members, and back (ENTRA-T15)', async () => {
  const users = await createMany(
    '/Users',
    Array.from({ length: 1_000 }, (_, n) => ({ userName: `user${n}` })),
  );
  const group = idOf(await ask('POST', '/Groups', { displayName: 'Everybody' }));
  const value = users.map((id) => ({ $ref: null, value: id }));
  const add = await ask('PATCH', `/Groups/${group}`, { Operations: [{ op: 'Add', path: 'members', value }] });
  expect(add.status).toBe(204);
  expect(await storedGroup(server.pool, directory.directoryId, group)).toMatchObject({ members: [...users].sort() });

  // The legacy removal names some of them, one operation each.
  const Operations = users
    .slice(1)
    .map((id) => ({ op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }));
  await ask('PATCH', `/Groups/${group}`, { Operations });
  expect(await storedGroup(server.pool, directory.directoryId, group)).toMatchObject({ members: [users[0]] });
  const { rows } = await server.pool.query<{ count: number }>(
    `SELECT count(*)::int FROM events WHERE directory_id = $1 AND type LIKE '%user_updated'`,
    [directory.directoryId],
  );
  expect(rows[0]!.count).toBe(1_999);
});

it('all groups in pages, none twice and none left out (PING-T2)', async () => {
  const before = await ask('GET', '/Groups?count=0');
  const names = Array.from({ length: 250 }, (_, n) => `group${n}`);
  const ids = await createMany(
    '/Groups',
    names.map((displayName) => ({ displayName })),
  );
  const total = (before.json as { totalResults: number }).totalResults + ids.length;
  const seen: string[] = [];
  for (let startIndex = 1; startIndex <= total; startIndex += 100) {
    const page = (await ask('GET', `/Groups?startIndex=${startIndex}&count=100`)).json as {
      totalResults: number;
      Resources: { id: string }[];
    };
    expect(page.totalResults).toBe(total);
    seen.push(...page.Resources.map(({ id }) => id));
  }
  expect(new Set(seen).size).toBe(total);
  expect(seen).toHaveLength(total);
  expect(seen).toEqual(expect.arrayContaining(ids));
});

it('a burst of the same create: one wins, the others are told (KC-T4)', async () => {
  const fresh = await server.directory();
  const request = {
    method: 'POST',
    url: `${fresh.base}/Users`,
    headers: { authorization: `Bearer ${fresh.secret}`, 'content-type': 'application/scim+json' },
  };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      send({ ...request, body: JSON.stringify({ userName: n % 2 === 0 ? 'Same' : 'sAME', title: `${n}` }) }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
});

it('a burst of member changes of one group loses none', async () => {
  const users = await createMany(
    '/Users',
    Array.from({ length: 30 }, (_, n) => ({ userName: `burst${n}` })),
  );
  const group = idOf(await ask('POST', '/Groups', { displayName: 'Burst', members: [{ value: users[0] }] }));
  const add = users.slice(1).map((id) => ({ op: 'add', path: 'members', value: [{ value: id }] }));
  const remove = { op: 'remove', path: `members[value eq "${users[0]}"]` };
  await Promise.all([...add, remove].map((operation) => ask('PATCH', `/Groups/${group}`, { Operations: [operation] })));
  expect(await storedGroup(server.pool, directory.directoryId, group)).toMatchObject({
    members: users.slice(1).sort(),
  });
});
