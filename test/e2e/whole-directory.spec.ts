import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '#persistence';
import { readsOf } from '../support/explain.js';
import { personId, peopleGroupId, seedPeople } from '../support/seed-people.js';
import { ManagementClient } from './management-client.js';

/** More than any page has. */
const USERS = 8_000;
const GROUPS = 4;
/** A page of the pass over users that new settings begin has 500 of them, with their groups. */
const MOST_LOOKED_AT = 3_000;
const LARGE = ['users', 'user_changes', 'group_members'];

interface Sent {
  text: string;
  values: unknown[];
}

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let owner: pg.Pool;
let routes: string[];
let sent: Sent[] = [];
const query = Object.getOwnPropertyDescriptor(pg.Client.prototype, 'query')!;

beforeAll(async () => {
  app = await ManagementClient.start();
  owner = createPool(app.database.ownerUrl, { max: 1, name: 'seed' });
  directory = await app.directory();
  await seedPeople(owner, directory, USERS, GROUPS);
  await owner.query('VACUUM ANALYZE');
  const { paths } = (await app.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, unknown>> };
  routes = Object.keys(paths).filter((path) => paths[path]!['get'] !== undefined && path.includes('{'));
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const { application_name: name } = (this as unknown as { connectionParameters: { application_name?: string } })
      .connectionParameters;
    const [first, second] = given as [string | { text?: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : first.text;
    const values = typeof first === 'string' ? second : (first.values ?? second);
    // Connections of searches may read as much as they like; what the test sends by itself is nobody's request.
    if (text !== undefined && name !== 'rollcall-search' && name !== 'rollcall-seed')
      sent.push({ text, values: Array.isArray(values) ? values : [] });
    return (query.value as (...all: unknown[]) => unknown).apply(this, given);
  } as typeof pg.Client.prototype.query;
}, 60_000);

afterAll(async () => {
  Object.defineProperty(pg.Client.prototype, 'query', query);
  await owner.end();
  await app.stop();
});

const IDS: Record<string, () => string> = {
  organizationId: () => directory.organizationId,
  directoryId: () => directory.directoryId,
  userId: () => personId(7),
  groupId: () => peopleGroupId(2),
};

/** The statements that read more rows of the large tables than a page may, on any connection that is not one of a search. */
async function wholeReads(): Promise<string[]> {
  const statements = sent;
  sent = [];
  const found: string[] = [];
  for (const { text, values } of statements) {
    if (!/^\s*(?:SELECT|WITH)\b/.test(text) || /\b(?:INSERT|UPDATE|DELETE)\b/.test(text)) continue;
    if (!LARGE.some((table) => text.includes(table))) continue;
    const rows = await readsOf(owner, text, values, LARGE);
    if (rows > MOST_LOOKED_AT) found.push(`${rows} rows: ${text}`);
  }
  return found;
}

it('no list, search or setting reads a whole directory on the connections of writes', async () => {
  const policy = { departure: 'graceful', departure_attribute: 'title' };
  const attributes = [{ key: 'title', map_to: 'title' }];
  const at = `/api/v1/${directory.path}`;
  const scim = `/directory/${directory.directoryId}/scim/v2`;
  const secret = { authorization: `Bearer ${directory.secret}` };
  const requests: [method: string, path: string, body?: unknown][] = [
    ['PUT', `${at}/policy`, policy],
    ['GET', `${at}/policy`],
    ['PUT', `${at}/attributes`, { attributes }],
    ['POST', `${at}/attributes:preview`, { attributes }],
    ...routes.map((path): [string, string] => [
      'GET',
      path.replaceAll(/\{(\w+)\}/g, (_, name: string) => IDS[name]?.() ?? 'none'),
    ]),
    ...['', '?active=false', '?updated_after=2026-01-01T00:00:00Z', '?filter=title%20pr'].map(
      (rest): [string, string] => ['GET', `${at}/users${rest}`],
    ),
    ...['Users', 'Users?sortBy=userName', 'Users?sortBy=title', 'Users?filter=title%20pr', 'Groups'].map(
      (rest): [string, string] => ['GET', `${scim}/${rest}`],
    ),
  ];
  const found: string[] = [];
  const refused: string[] = [];
  for (const [method, path, body] of requests) {
    sent = [];
    const reply = await app.call(method, path, body, path.startsWith(scim) ? secret : {});
    if (reply.status >= 500 || (reply.status >= 400 && !path.includes('/none')))
      refused.push(`${reply.status} ${path}`);
    for (const read of await wholeReads()) found.push(`${method} ${path}: ${read}`);
  }
  expect(found).toEqual([]);
  expect(refused).toEqual([]);
});
