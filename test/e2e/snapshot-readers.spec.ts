import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runSql } from '../support/index.js';
import { ManagementClient } from './management-client.js';

/** For other answers than a snapshot: its reader may have work to do with what it has read. */
const SILENCE_MS = 1_000;
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

/** Begins to read, and goes on when it is called: everything that it has read by the end. */
type ReadOn = () => Promise<string>;

const WAYS: [protocol: string, ask: (path: string, key: string) => Promise<ReadOn>][] = [
  [
    'HTTP/1.1',
    async (path, key) => {
      const { hostname, port } = new URL(app.api.url);
      const request = get({ hostname, port, path, headers: { authorization: `Bearer ${key}` } });
      const [answer] = (await once(request, 'response')) as [IncomingMessage];
      return () => text(answer);
    },
  ],
  [
    'HTTP/2',
    async (path, key) => {
      const session = connect(app.api.url);
      const stream = session.request({ ':path': path, authorization: `Bearer ${key}` });
      await once(stream, 'response');
      return () => text(stream).finally(() => session.destroy());
    },
  ],
];

it.each(WAYS)('a reader that rests over %s for longer than other answers may goes on', async (_protocol, ask) => {
  const key = (await app.post('api_keys', { scopes: ['read'] })).body.plain_key as string;
  const readOn = await ask(`/api/v1/${directory.path}/snapshot`, key);
  await setTimeout(4 * SILENCE_MS);
  const lines = (await readOn()).trimEnd().split('\n');
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ object: 'End', users: USERS });
});
