import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql, until } from '../support/index.js';
import { ManagementClient } from './management-client.js';

const SILENCE_MS = 500;
/** Together more than sockets take for a client that does not read. */
const USERS = 1_500;
const BYTES = 20_000;

let app: ManagementClient;
let directory: Awaited<ReturnType<ManagementClient['directory']>>;

beforeAll(async () => {
  app = await ManagementClient.start({}, { silenceMs: SILENCE_MS });
  directory = await app.directory();
  await runSql(
    app.database.ownerUrl,
    `INSERT INTO users (id, directory_id, user_name, user_name_key, active, announced, resource, profile, version)
      SELECT 'diruser_' || lpad(n::text, 26, '0'), $1, 'u' || n, 'u' || n, true, true,
        jsonb_build_object('userName', repeat('x', ${BYTES})), '{"preferred_username":"u"}', 1 FROM generate_series(1, ${USERS}) n`,
    [directory.directoryId],
  );
});
afterAll(() => app.stop());

/** Snapshots that hold a transaction. */
async function running(): Promise<number> {
  const [row] = await runSql<{ count: number }>(
    app.database.ownerUrl,
    `SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE application_name = 'rollcall-snapshot' AND datname = current_database() AND xact_start IS NOT NULL`,
  );
  return row!.count;
}

const WAYS: [protocol: string, ask: (path: string, key: string) => Promise<() => void>][] = [
  [
    'HTTP/1.1',
    async (path, key) => {
      const { hostname, port } = new URL(app.api.url);
      const socket = connect(Number(port), hostname).on('error', () => {});
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`);
      await once(socket, 'readable');
      return () => socket.destroy();
    },
  ],
  [
    'HTTP/2',
    async (path, key) => {
      const session = connectHttp2(app.api.url).on('error', () => {});
      const stream = session.request({ ':path': path, authorization: `Bearer ${key}` }).on('error', () => {});
      await once(stream, 'response');
      return () => session.destroy();
    },
  ],
];

it.each(WAYS)(
  'a reader that stops reading over %s is closed, and its place is free for the next',
  async (_protocol, ask) => {
    const key = (await app.post('api_keys', { scopes: ['read'] })).body.plain_key as string;
    const path = `/api/v1/${directory.path}/snapshot`;
    const leave = await ask(path, key);
    const take = () => app.call('GET', path, undefined, { authorization: `Bearer ${key}` });
    // The place of the key is taken.
    expect((await take()).status).toBe(429);
    expect(await running()).toBe(1);
    await until(async () => expect(await running()).toBe(0));
    const next = await take();
    expect(next.status).toBe(200);
    expect(JSON.parse(next.text.trimEnd().split('\n').at(-1)!)).toMatchObject({ object: 'End', users: USERS });
    leave();
  },
);
