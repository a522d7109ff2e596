import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../support/index.js';

interface Recorded {
  store: { key: string; value: string; iv: string | null; tag: string | null; createdAt: string; namespace: string }[];
  index: { id: number; key: string; storeKey: string }[];
}

/** `sealed`: encrypted with POLIS_KEY. */
export type Recording = 'plain' | 'sealed';

export const POLIS_KEY = '0123456789abcdef0123456789abcdef';

function recorded(name: Recording): Recorded {
  const file = new URL(`../fixtures/polis/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Recorded;
}

/** A database as Polis keeps it, with what was recorded of one. */
export async function polisDatabase(name: Recording): Promise<TestDatabase> {
  const database = await createDatabase({ empty: true });
  const client = new pg.Client(database.url);
  await client.connect();
  const { store, index } = recorded(name);
  await client.query(`
    CREATE TABLE jackson_store (key varchar(1500) PRIMARY KEY, value text NOT NULL, iv varchar(64), tag varchar(64),
      "createdAt" timestamp NOT NULL DEFAULT now(), "modifiedAt" timestamp, namespace varchar(256));
    CREATE INDEX _jackson_store_namespace ON jackson_store (namespace);
    CREATE TABLE jackson_index (id serial PRIMARY KEY, key varchar(1500) NOT NULL,
      "storeKey" varchar(1500) NOT NULL REFERENCES jackson_store ON DELETE CASCADE);
    CREATE INDEX _jackson_index_key ON jackson_index (key);
    CREATE TABLE jackson_ttl (key varchar(1500) PRIMARY KEY, "expiresAt" bigint NOT NULL)`);
  await client.query(
    `INSERT INTO jackson_store (key, value, iv, tag, "createdAt", namespace)
      SELECT key, value, iv, tag, "createdAt", namespace FROM json_to_recordset($1::json)
        AS (key text, value text, iv text, tag text, "createdAt" timestamp, namespace text)`,
    [JSON.stringify(store)],
  );
  await client.query(
    `INSERT INTO jackson_index SELECT id, key, "storeKey" FROM json_to_recordset($1::json) AS (id int, key text, "storeKey" text)`,
    [JSON.stringify(index)],
  );
  await client.end();
  return database;
}

interface Value {
  id: string;
  product?: string;
  directoryId?: string;
  group_id?: string;
  user_id?: string;
}

/** Polis' REST API over the same recording: pages by offset, at most two at a time, and a 429 before the first answer. */
export class PolisApi {
  readonly apiKey = 'polis-api-key';
  throttled = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<PolisApi> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const api = new PolisApi(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const answer = (status: number, body: unknown, headers = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
      };
      if (request.headers.authorization !== `Api-Key ${api.apiKey}`) return answer(401, { error: {} });
      if (api.throttled === 0) {
        api.throttled = 1;
        return answer(429, { error: { message: 'slow down' } }, { 'retry-after': '0' });
      }
      const url = new URL(request.url!, api.url);
      const found = find(url);
      if (found === undefined) return answer(404, { error: { message: 'not found' } });
      const offset = Number(url.searchParams.get('pageOffset'));
      return answer(200, { data: found.slice(offset, offset + 2) });
    });
    return api;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}

function find({ pathname, searchParams }: URL): unknown[] | undefined {
  const { store, index } = recorded('plain');
  const all = (kind: string) => {
    const rows = store.filter(({ namespace }) => namespace === kind || namespace.startsWith(`${kind}:`));
    return rows.map(({ key, value }) => ({ key, value: JSON.parse(value) as Value }));
  };
  const directoryId = searchParams.get('directoryId');
  if (pathname === '/api/v1/dsync/product') {
    const connections = all('dsync:config').map(({ value }) => value);
    return connections.filter(({ product }) => product === searchParams.get('product'));
  }
  if (pathname === '/api/v1/dsync/users') {
    return all('dsync:users').flatMap(({ value }) => (value.directoryId === directoryId ? [value] : []));
  }
  const connection = all('dsync:config')
    .find(({ value }) => value.id === directoryId)
    ?.key.split(':')
    .at(-1);
  if (pathname === '/api/v1/dsync/groups') {
    // A group does not name its directory: the index does, by the same digest as the connection's key.
    const own = new Set(
      index.filter(({ key }) => key.endsWith(`:directoryId:${connection}`)).map((row) => row.storeKey),
    );
    return all('dsync:groups').flatMap(({ key, value }) => (own.has(key) ? [value] : []));
  }
  const groupId = /^\/api\/v1\/dsync\/groups\/([^/]+)\/members$/.exec(pathname)?.[1];
  if (groupId === undefined) return undefined;
  const members = all('dsync:members').filter(({ value }) => value.group_id === groupId);
  return members.map(({ value }) => ({ user_id: value.user_id }));
}
