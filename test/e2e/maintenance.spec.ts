import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#directory';
import { createPool, OversizedResources } from '#persistence';
import { run } from '../../apps/cli/src/run.js';
import { runSql } from '../support/index.js';
import { API_KEY, ManagementClient, type Reply } from './management-client.js';

const LIMIT = 262_144;

let app: ManagementClient;
let one: Awaited<ReturnType<ManagementClient['directory']>>;
let other: typeof one;
let large: { user: string; group: string; foreign: string };
let namesakes: { older: string; newer: string; foreign: string };

beforeAll(async () => {
  app = await ManagementClient.start();
  [one, other] = [await app.directory(), await app.directory()];
  large = { user: await app.user(one, 'large'), group: await group('large'), foreign: await app.user(other, 'large') };
  // As large as may be, with many commas: PostgreSQL's text of it is longer.
  await app.user(one, 'largest', { emails: addresses(200), title: 'x'.repeat(200_000) });
  await app.user(one, 'small');
  for (const [table, id] of [['users', large.user] as const, ['groups', large.group] as const]) await grow(table, id);
  await grow('users', large.foreign);
  namesakes = { older: await app.user(one, 'a'), newer: await app.user(one, 'b'), foreign: await app.user(other, 'b') };
  await collide(namesakes.newer, one.directoryId);
  await collide(namesakes.foreign, other.directoryId);
});
afterAll(() => app.stop());

const addresses = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ type: 'work', primary: n === 0, value: `address${n}@example.org` }));

async function group(displayName: string): Promise<string> {
  return (await app.scim(one, 'POST', 'Groups', { displayName })).body.id;
}

/** By other ways than SCIM; the text shrinks in the database to almost nothing. */
async function grow(table: 'users' | 'groups', id: string): Promise<void> {
  const sql = `UPDATE ${table} SET resource = resource || jsonb_build_object('title', repeat('x', 300000)) WHERE id = $1`;
  await runSql(app.database.url, sql, [id]);
}

async function collide(userId: string, directoryId: string): Promise<void> {
  const sql = 'INSERT INTO name_collisions (user_id, directory_id, named_like) VALUES ($1, $2, $3)';
  await runSql(app.database.url, sql, [userId, directoryId, namesakes.older]);
}

async function key(...organizations: string[]): Promise<(path: string) => Promise<Reply>> {
  const { plain_key: plain } = (await app.post('api_keys', { scopes: ['read'], organization_ids: organizations })).body;
  return (path) => app.call('GET', `/api/v1/${path}`, undefined, { authorization: `Bearer ${plain}` });
}

async function doctor(): Promise<string> {
  const out: string[] = [];
  await run(['doctor'], {
    env: { ROLLCALL_URL: app.api.url, ROLLCALL_API_KEY: API_KEY },
    out: { write: (text) => out.push(text) },
    err: { write: () => undefined },
    signal: new AbortController().signal,
  });
  return out.join('');
}

it('users and groups beyond the limit are listed with directory and size, and nothing else of them', async () => {
  const { status, body } = await app.get('oversized_resources');
  expect(status).toBe(200);
  expect(body.next_page_token).toBe('');
  const entry = (id: string, type: string, { organizationId, directoryId }: typeof one) => ({
    id,
    type,
    organization_id: organizationId,
    directory_id: directoryId,
    size_bytes: expect.any(Number) as number,
  });
  expect(body.oversized_resources).toEqual([
    entry(large.group, 'group', one),
    entry(large.user, 'user', one),
    entry(large.foreign, 'user', other),
  ]);
  const shown = (await app.scim(one, 'GET', `Users/${large.user}`)).body;
  const { id: _, meta: __, ...stored } = shown;
  // What a client reads has `schemas`; what is measured has what was sent.
  expect(Math.abs(body.oversized_resources[1].size_bytes - JSON.stringify(stored).length)).toBeLessThan(100);
  expect(body.oversized_resources[1].size_bytes).toBeGreaterThan(LIMIT);
});

it('a page has as many entries as asked for, and the next one goes on', async () => {
  const ids: string[] = [];
  let pages = 0;
  for (let token: string | undefined; token !== ''; pages++) {
    const query = token === undefined ? '' : `&page_token=${token}`;
    const { body } = await app.get(`oversized_resources?page_size=1${query}`);
    expect(body.oversized_resources.length).toBeLessThanOrEqual(1);
    ids.push(...body.oversized_resources.map((resource: { id: string }) => resource.id));
    token = body.next_page_token;
  }
  expect(pages).toBeGreaterThanOrEqual(3);
  expect(ids).toEqual([large.group, large.user, large.foreign]);
  expect((await app.get('oversized_resources?page_token=nonsense')).status).toBe(400);
});

it.each([1, 2, 3, 7, 1_000])('looks at %i rows a page, and misses none', async (examined) => {
  const pool = createPool(app.database.url, { max: 1, name: 'test' });
  const list = new OversizedResources(pool, LIMIT, examined);
  const go = async (organizationId?: string): Promise<string[]> => {
    const ids: string[] = [];
    let page = await list.page(organizationId, { size: 2 });
    ids.push(...page.items.map(({ id }) => id));
    while (page.next !== undefined) {
      page = await list.page(organizationId, { size: 2, ...page.next });
      ids.push(...page.items.map(({ id }) => id));
    }
    return ids;
  };
  expect(await go()).toEqual([large.group, large.user, large.foreign]);
  expect(await go(one.organizationId)).toEqual([large.group, large.user]);
  expect(await go(other.organizationId)).toEqual([large.foreign]);
  expect(await go(newId('org'))).toEqual([]);
  await pool.end();
});

it('users of one name are listed by their ids', async () => {
  const first = (await app.get('name_collisions?page_size=1')).body;
  expect(first).toMatchObject({ total_size: 2, prev_page_token: '' });
  const second = (await app.get(`name_collisions?page_size=1&page_token=${first.next_page_token}`)).body;
  expect(second.next_page_token).toBe('');
  expect([...first.name_collisions, ...second.name_collisions]).toEqual(
    [[namesakes.newer, one] as const, [namesakes.foreign, other] as const].map(
      ([user, { organizationId, directoryId }]) => ({
        user_id: user,
        other_user_id: namesakes.older,
        organization_id: organizationId,
        directory_id: directoryId,
        found_at: expect.stringMatching(/Z$/) as string,
      }),
    ),
  );
});

it('a key of one organization sees what is in that organization', async () => {
  const ask = await key(one.organizationId);
  const sizes = (await ask('oversized_resources')).body.oversized_resources as { id: string }[];
  expect(sizes.map(({ id }) => id)).toEqual([large.group, large.user]);
  expect((await ask('name_collisions')).body.name_collisions).toMatchObject([{ user_id: namesakes.newer }]);
  for (const list of ['oversized_resources', 'name_collisions']) {
    expect((await ask(`${list}?organization_id=${other.organizationId}`)).status).toBe(403);
    const both = await key(one.organizationId, other.organizationId);
    expect((await both(list)).status).toBe(400);
    expect((await both(`${list}?organization_id=${other.organizationId}`)).status).toBe(200);
  }
});

it('doctor names them, and says what to do', async () => {
  const said = await doctor();
  expect(said).toMatch(
    new RegExp(`look {2}sizes: 3 larger than Rollcall takes: ${large.group} of ${one.directoryId} \\(\\d+ KiB\\), `),
  );
  expect(said).toContain(
    `look  names: 2 with a user name that Rollcall treats as that of another user of the directory: ${namesakes.older} and `,
  );
  expect(said).not.toContain('xxx');
});
