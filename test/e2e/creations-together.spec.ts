import { generateKeyPair, exportJWK } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { HOLD_CREATIONS } from '#persistence';
import * as LIMITS from '../../apps/api/src/management/limits/number-limits.js';
import { runSql, until } from '../support/index.js';
import { ManagementClient, type Reply } from './management-client.js';

/** Creations that are sent at the same moment, and places that are left for them. */
const AT_ONCE = 8;
const ROOM = 2;
const HOLD = HOLD_CREATIONS.replace('_xact', '');

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
let holder: pg.Client;

beforeAll(async () => {
  app = await ManagementClient.start();
  holder = new pg.Client({ connectionString: app.database.ownerUrl });
  await holder.connect();
});
afterAll(async () => {
  await holder?.end();
  await app?.stop();
});
beforeEach(async () => {
  directory = await app.directory();
});

/** A kind of thing of which a place has a limited number. */
interface Kind {
  limit: LIMITS.NumberLimit;
  /** The place, as the limit knows it. */
  place: string;
  table: string;
  /** SQL of the things that count. */
  where: string;
  create: (n: number) => Promise<Reply>;
  /** SQL of the members in which a copy of a row differs from it, apart from its id. */
  copied?: string;
}

const count = async ({ table, where }: Kind): Promise<number> =>
  (
    await runSql<{ count: number }>(app.database.ownerUrl, `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`)
  )[0]!.count;

/** Copies one of them under other ids until so many are left. */
async function leaveRoom(kind: Kind, room = ROOM): Promise<void> {
  const { table, where, limit, copied } = kind;
  const missing = limit.most - room - (await count(kind));
  await runSql(
    app.database.ownerUrl,
    `INSERT INTO ${table} SELECT (jsonb_populate_record(t, jsonb_build_object(
        'id', split_part(t.id, '_', 1) || '_' || upper(left(md5(t.id || n), 26))${copied === undefined ? '' : `, ${copied}`}))).*
      FROM ${table} t, generate_series(1, ${missing}) n WHERE t.id = (SELECT min(id) FROM ${table} WHERE ${where})`,
  );
  expect(await count(kind)).toBe(limit.most - room);
}

/** Two of them have come as far as a place is given, on the two connections of the api, and the others are behind, before one goes on. */
async function together(kind: Kind, requests: (() => Promise<Reply>)[]): Promise<number[]> {
  await holder.query(HOLD, [`${kind.limit.what} ${kind.place}`]);
  const replies = requests.map((request) => request());
  try {
    await until(async () => {
      const { rows } = await holder.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rows[0]!.waiting).toBeGreaterThan(1);
    });
  } finally {
    await holder.query('SELECT pg_advisory_unlock_all()');
  }
  return (await Promise.all(replies)).map(({ status }) => status).sort();
}

const url = 'http://127.0.0.1:9/';
const KINDS: [what: string, kind: () => Promise<Kind> | Kind][] = [
  [
    'live secrets of a directory',
    () => ({
      limit: LIMITS.SECRETS,
      place: directory.directoryId,
      table: 'directory_secrets',
      where: `directory_id = '${directory.directoryId}'`,
      create: () => app.post(`${directory.path}/secrets`),
      copied: `'hash', concat('\\x', md5(t.id || n), md5(n || t.id))`,
    }),
  ],
  [
    'OAuth clients of a directory',
    async () => {
      const { publicKey } = await generateKeyPair('ES256', { extractable: true });
      const jwks = { keys: [await exportJWK(publicKey)] };
      const create = () =>
        app.post(`${directory.path}/oauth_clients`, { token_endpoint_auth_method: 'private_key_jwt', jwks });
      await create();
      const where = `directory_id = '${directory.directoryId}' AND kind = 'client'`;
      return { limit: LIMITS.OAUTH_CLIENTS, place: directory.directoryId, table: 'directory_secrets', where, create };
    },
  ],
  [
    'webhook endpoints of an organization, some of which come from elsewhere',
    async () => {
      const organization_id = directory.organizationId;
      const others: string[] = [];
      for (let n = 0; n < AT_ONCE / 2; n++)
        others.push((await app.post('webhook_endpoints', { url, enabled: false })).body.endpoint.id);
      await app.post('webhook_endpoints', { url, enabled: false, organization_id });
      return {
        limit: LIMITS.ENDPOINTS,
        place: organization_id,
        table: 'webhook_endpoints',
        where: `organization_id = '${organization_id}'`,
        create: (n) =>
          n < others.length
            ? app.patch(`webhook_endpoints/${others[n]}`, { organization_id })
            : app.post('webhook_endpoints', { url, enabled: false, organization_id }),
      };
    },
  ],
  [
    'webhook endpoints of no organization',
    async () => {
      const create = () => app.post('webhook_endpoints', { url, enabled: false });
      await create();
      const where = 'organization_id IS NULL AND api_key_id IS NULL';
      return { limit: LIMITS.ENDPOINTS, place: '', table: 'webhook_endpoints', where, create };
    },
  ],
  [
    'live secrets of a webhook endpoint',
    async () => {
      const { organizationId } = directory;
      const made = await app.post('webhook_endpoints', { url, enabled: false, organization_id: organizationId });
      const { id } = made.body.endpoint;
      return {
        limit: LIMITS.SIGNING_SECRETS,
        place: id,
        table: 'endpoint_secrets',
        where: `endpoint_id = '${id}'`,
        create: () => app.post(`webhook_endpoints/${id}/secret:rotate`, { overlap: '24h' }),
        copied: `'expires_at', now() + interval '1 hour'`,
      };
    },
  ],
  [
    'streams of an API key',
    async () => {
      const { api_key, plain_key } = (await app.post('api_keys', { scopes: ['ssf.manage'] })).body;
      const form = { grant_type: 'client_credentials', client_id: api_key.id, client_secret: plain_key };
      const reply = await fetch(`${app.api.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(form) });
      const { access_token } = (await reply.json()) as { access_token: string };
      const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: url };
      const create = () => app.call('POST', '/ssf/streams', { delivery }, { authorization: `Bearer ${access_token}` });
      await create();
      const where = `api_key_id = '${api_key.id}'`;
      return { limit: LIMITS.STREAMS, place: api_key.id, table: 'webhook_endpoints', where, create };
    },
  ],
  [
    'directories of an organization',
    () => ({
      limit: LIMITS.DIRECTORIES,
      place: directory.organizationId,
      table: 'directories',
      where: `organization_id = '${directory.organizationId}'`,
      create: () => app.post(`organizations/${directory.organizationId}/directories`, {}),
    }),
  ],
];

it.each(KINDS)(`${AT_ONCE} creations at the same moment share ${ROOM} places: %s`, async (_what, made) => {
  const kind = await made();
  await leaveRoom(kind);
  const statuses = await together(
    kind,
    Array.from({ length: AT_ONCE }, (_, n) => () => kind.create(n)),
  );
  expect(statuses.slice(ROOM)).toEqual(Array<number>(AT_ONCE - ROOM).fill(409));
  expect(statuses.slice(0, ROOM).every((status) => status === 200 || status === 201)).toBe(true);
  expect(await count(kind)).toBe(kind.limit.most);
});

it('test inboxes that are made at the same moment take the places of the oldest', async () => {
  const limit = { most: 100, what: 'test', remedy: '' };
  const kind: Kind = {
    limit,
    place: 'inboxes',
    table: 'inboxes',
    where: 'true',
    create: () => app.post('inboxes', {}),
  };
  await kind.create(0);
  await leaveRoom({ ...kind, copied: `'token', md5(t.id || n)` }, 0);
  const statuses = await together(
    kind,
    Array.from({ length: AT_ONCE }, (_, n) => () => kind.create(n)),
  );
  expect(statuses).toEqual(Array<number>(AT_ONCE).fill(201));
  expect(await count(kind)).toBe(limit.most);
});
