import { once } from 'node:events';
import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '#persistence';
import { runSql, until } from '../support/index.js';
import { API_KEY, ManagementClient } from './management-client.js';

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;
beforeAll(async () => {
  app = await ManagementClient.start();
  directory = await app.directory();
});
afterAll(() => app.stop());

interface Line {
  id: string;
  object: string;
  active: boolean;
  version: number;
}

/** The lines of a snapshot, first and last apart. */
async function snapshot(path = directory.path) {
  const reply = await fetch(`${app.api.url}/api/v1/${path}/snapshot`, {
    headers: { authorization: `Bearer ${API_KEY}` },
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
  const lines = (await reply.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return {
    head: lines[0] as { sequence: number; after: string },
    lines: lines.slice(1, -1) as Line[],
    end: lines.at(-1),
  };
}

describe('a snapshot', () => {
  it('of an empty directory begins at the beginning and is complete', async () => {
    expect(await snapshot()).toEqual({
      head: { sequence: 0, after: '' },
      lines: [],
      end: { object: 'End', groups: 0, users: 0 },
    });
  });

  it('says of everybody what events and lists say, and where the feed goes on', async () => {
    const ada = await app.user(directory, 'ada', {
      externalId: 'okta-1',
      name: { givenName: 'Ada', familyName: 'Lovelace "the" \\ first\nline' },
      emails: [{ value: 'Ada@Example.com', primary: true, type: 'work' }],
      addresses: [{ type: 'work', locality: 'London' }],
      'urn:example:custom:2.0:User': { badge: 7 },
    });
    const bob = await app.user(directory, 'bob', { active: false });
    const eve = await app.user(directory, 'eve');
    const group = await app.scim(directory, 'POST', 'Groups', {
      displayName: 'Engineering',
      externalId: 'g-1',
      members: [{ value: ada }, { value: eve }],
    });
    await app.scim(directory, 'DELETE', `Users/${eve}`);
    const events = await app.events(`directory_id=${directory.directoryId}`, 6);
    const { head, lines, end } = await snapshot();
    expect(head).toEqual({ sequence: 6, after: events.at(-1)!.id });
    expect(end).toEqual({ object: 'End', groups: 1, users: 3 });
    expect(lines.map(({ id, object, active }) => [id, object, active])).toEqual([
      [group.body.id, 'DirectoryGroup', undefined],
      [ada, 'DirectoryUser', true],
      [bob, 'DirectoryUser', false],
      [eve, 'DirectoryUser', false],
    ]);
    for (const { object, ...line } of lines.slice(1)) {
      expect(object).toBe('DirectoryUser');
      const { user } = (await app.get(`${directory.path}/users/${line.id}`)).body;
      expect(line).toEqual(user.user_detail);
    }
    const said = events.find(({ type }) => type === 'organization.directory.group_created')!.data;
    expect(lines[0]).toEqual({ object: 'DirectoryGroup', ...said });
    expect((await app.feed(`after=${head.after}`)).body.events).toEqual([]);
  });

  it('goes on before whatever was still running when it was taken', async () => {
    const older = new pg.Client({ connectionString: app.database.url });
    await older.connect();
    await older.query('BEGIN; SELECT pg_current_xact_id()');
    const known = (await app.feed('limit=1000')).body.next_after;
    const joe = await app.user(directory, 'joe');
    const { head, lines } = await snapshot();
    // Joe is contained, and comes once more: the older transaction could still commit an event before his.
    expect(lines.map(({ id }) => id)).toContain(joe);
    expect(head.after).toBe(known);
    await older.query('COMMIT');
    await older.end();
    expect((await app.events(`after=${head.after}`, 1)).map(({ data }) => data['id'])).toEqual([joe]);
  });

  it('is of a directory of that organization, for whoever may read', async () => {
    const other = await app.directory();
    const path = `organizations/${other.organizationId}/directories/${directory.directoryId}/snapshot`;
    expect((await app.get(path)).status).toBe(404);
    expect((await app.call('GET', `/api/v1/${directory.path}/snapshot`, undefined, { authorization: '' })).status).toBe(
      401,
    );
  });

  it('comes in pages of one moment, ends with its client, and leaves room for few others', async () => {
    const large = await app.directory();
    const others = [await app.directory()];
    // More than sockets buffer: a client that does not read holds its transaction open.
    await runSql(
      app.database.url,
      `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
       SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'u' || n, 'u' || n, true, true, jsonb_build_object('userName', repeat('x', 20000)),
         '{"preferred_username":"u"}', 1 FROM generate_series(1, 3000) n`,
      [large.directoryId],
    );
    await runSql(
      app.database.url,
      `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
       SELECT 'diruser_' || d.n || lpad(u.n::text, 25, '0'), d.id, 'u' || u.n, 'u' || u.n, true, true,
         jsonb_build_object('userName', repeat('x', 20000)), '{"preferred_username":"u"}', 1
       FROM unnest($1::text[]) WITH ORDINALITY d (id, n), generate_series(1, 3000) u (n)`,
      [others.map(({ directoryId }) => directoryId)],
    );
    const newKey = async (): Promise<string> => (await app.post('api_keys', { scopes: ['read'] })).body.plain_key;
    const takeBy = (key: string, { path } = large) =>
      app.call('GET', `/api/v1/${path}/snapshot`, undefined, { authorization: `Bearer ${key}` });
    const running = async () =>
      (
        await runSql<{ count: string }>(
          app.database.url,
          `SELECT count(*) FROM pg_stat_activity WHERE application_name = 'rollcall-snapshot' AND datname = current_database()
           AND xact_start IS NOT NULL`,
        )
      )[0]!.count;
    const { hostname, port } = new URL(app.api.url);
    const hold = async (key: string, { path } = large) => {
      const socket = connect(Number(port), hostname).on('error', () => {});
      socket.write(`GET /api/v1/${path}/snapshot HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
      await once(socket, 'readable');
      return socket;
    };
    const isRefused = (reply: Awaited<ReturnType<typeof takeBy>>, why: RegExp) => {
      expect(reply.status).toBe(429);
      expect(reply.headers.get('retry-after')).toBe('10');
      expect(reply.text).toMatch(why);
    };
    const key = await newKey();
    const sockets = [await hold(key)];
    isRefused(await takeBy(key, others[0]), /this API key is reading a snapshot/);
    sockets.push(await hold(await newKey()));
    isRefused(await takeBy(await newKey()), /2 snapshots of this directory/);
    for (const other of others) sockets.push(await hold(await newKey(), other));
    expect(await running()).toBe('3');
    isRefused(await takeBy(await newKey(), directory), /3 snapshots are being read/);
    for (const socket of sockets) socket.destroy();
    await until(async () => expect(await running()).toBe('0'), 30_000);
    const { lines, end } = await snapshot(large.path);
    expect(end).toEqual({ object: 'End', groups: 0, users: 3000 });
    expect(new Set(lines.map(({ id }) => id)).size).toBe(3000);
  });
});

describe('the next snapshot', () => {
  it('may be asked for as soon as the last line of the one before has come', async () => {
    for (let taken = 0; taken < 10; taken++) await snapshot();
  });
});

describe('the feed', () => {
  it('goes on after a restore into a cluster whose transactions count from the beginning again', async () => {
    const before = (await app.feed('limit=1000')).body.next_after;
    // As if the events had been written far in the future of this cluster.
    const [{ next }] = (await runSql<{ next: string }>(
      app.database.ownerUrl,
      `UPDATE events SET xid = (xid::text::bigint + 1000000000)::text::xid8 RETURNING id AS next`,
    )) as [{ next: string }];
    expect(next).toBeDefined();
    expect((await app.get('events')).body.events).toEqual([]);
    const said: string[] = [];
    await migrate(app.database.ownerUrl, (line) => said.push(line));
    expect(said).toHaveLength(1);
    const old = (await app.feed('limit=1000')).body;
    expect(old.events.length).toBeGreaterThan(5);
    expect(old.next_after).toBe(before);
    const late = await app.user(directory, 'late');
    expect((await app.events(`after=${before}`, 1)).map(({ data }) => data['id'])).toEqual([late]);
    expect((await snapshot()).head.after).not.toBe(before);
    // Once for each cluster.
    await migrate(app.database.ownerUrl, (line) => said.push(line));
    expect(said).toHaveLength(1);
  });
});
