import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#directory';
import { createPool, ScimRequestLog } from '#persistence';
import { runSql } from '../support/index.js';
import { until } from '../support/until.js';
import { ManagementClient } from './management-client.js';

let app: ManagementClient;
beforeAll(async () => {
  app = await ManagementClient.start();
});
afterAll(() => app.stop());

type Directory = Awaited<ReturnType<ManagementClient['directory']>>;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Everything that a stranger can ask of a directory without any key. */
const ATTACKS: [status: number, what: string, ask: (directory: Directory, n: number) => Promise<{ status: number }>][] =
  [
    [
      404,
      'paths without a route',
      ({ directoryId }, n) =>
        app.call('GET', `/directory/${directoryId}/scim/v2/x${n}`, undefined, { authorization: '' }),
    ],
    [
      400,
      'token requests that are none',
      ({ directoryId }) => app.call('POST', `/directory/${directoryId}/oauth/token`, 'a=b', FORM),
    ],
    [401, 'wrong tokens', (directory) => app.scim({ ...directory, secret: 'wrong' }, 'GET', 'Users')],
  ];

const entries = async ({ path }: Directory, query = '') =>
  (await app.get(`${path}/requests?page_size=100&${query}`)).body as {
    requests: { status: number; secret_id: string | null; action: string }[];
    total_size: number;
    dropped: number;
  };

it.each(ATTACKS)(
  "%i: strangers with %s get few entries, and use up nobody else's",
  async (status, _what, ask) => {
    const [attacked, other] = [await app.directory(), await app.directory()];
    for (const directory of [attacked, other]) await app.user(directory, 'ada@example.com');
    const asked = 300;
    const answers = await Promise.all(Array.from({ length: asked }, (_, n) => ask(attacked, n)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
    expect((await ask(other, 0)).status).toBe(status);
    // Its refusals have a budget apart from that of strangers.
    expect((await app.scim(attacked, 'GET', 'Users/none')).status).toBe(404);
    await until(async () => {
      const { requests, total_size, dropped } = await entries(attacked);
      expect(total_size + dropped).toBe(asked + 2);
      expect(dropped).toBeGreaterThan(0);
      expect(requests.some(({ secret_id, status: answered }) => secret_id !== null && answered === 404)).toBe(true);
      expect((await entries(other)).requests.map((entry) => entry.status)).toEqual([status, 201]);
    });
  },
  60_000,
);

it('a request that proved a secret is told by it, also one that is refused and one for a token', async () => {
  const directory = await app.directory();
  const { body: oauth } = await app.post(`${directory.path}/oauth_clients`);
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...oauth }).toString();
  expect((await app.call('POST', `/directory/${directory.directoryId}/oauth/token`, form, FORM)).status).toBe(200);
  await app.patch(`${directory.path}:disable`);
  expect((await app.scim(directory, 'GET', 'Users')).status).toBe(403);
  await until(async () =>
    expect((await entries(directory)).requests).toMatchObject([
      { status: 403, secret_id: expect.stringMatching(/^sec_/) },
      { status: 200, secret_id: oauth.client_id },
    ]),
  );
});

it('the request log says in words how a token was pasted wrongly, and does not show the token', async () => {
  const directory = await app.directory();
  const { secret } = directory;
  const pasted: [header: string, words: string][] = [
    [`Bearer Bearer ${secret}`, 'says "Bearer" twice'],
    [`Bearer "${secret}"`, 'is in quotes'],
    [`Bearer ${secret}%0A`, 'ends with a line break'],
    [`Bearer ${secret}\\r\\n`, 'ends with a line break'],
    [`Bearer ${secret.slice(0, 8)} ${secret.slice(8)}`, 'has a blank or a line break in it'],
  ];
  for (const [authorization, words] of pasted) {
    const url = `/directory/${directory.directoryId}/scim/v2/Users`;
    const refused = await app.call('GET', url, undefined, { authorization });
    expect(refused).toMatchObject({ status: 401, body: { detail: expect.stringContaining(words) } });
  }
  await until(async () => {
    const { body, text } = await app.get(`${directory.path}/requests`);
    // Newest first.
    expect(body.requests.map(({ error }: { error: string }) => error)).toEqual(
      pasted.map(([, words]) => expect.stringContaining(words)).reverse(),
    );
    expect(text).not.toContain(secret.slice(8));
  });
});

it('a path that does not exist is in the log as the request of who proves a secret', async () => {
  const directory = await app.directory();
  expect((await app.scim(directory, 'GET', 'Nothing')).status).toBe(404);
  expect((await app.scim({ ...directory, secret: 'wrong' }, 'GET', 'Nothing')).status).toBe(404);
  await until(async () =>
    expect((await entries(directory)).requests).toMatchObject([
      { status: 404, secret_id: null },
      { status: 404, secret_id: expect.stringMatching(/^sec_/) },
    ]),
  );
});

it('cutting a log back takes the entries of strangers, whatever they were answered', async () => {
  const directory = await app.directory();
  const rows = (count: number, secret: string, status: string) =>
    runSql(
      app.database.url,
      `INSERT INTO scim_requests (id, directory_id, at, method, path, status, duration_ms, request_id, secret_id)
        SELECT 'req_' || lpad((${secret === 'NULL' ? 1_000_000 : 0} + n)::text, 26, '0'), '${directory.directoryId}', now(), 'GET', '/x', ${status}, 1, 'r', ${secret}
        FROM generate_series(1, ${count}) n`,
    );
  await rows(5, `'${newId('sec')}'`, '201');
  await rows(12_000, 'NULL', '(ARRAY[400, 401, 404, 429])[n % 4 + 1]');
  const pool = createPool(app.database.url, { max: 1, name: 'test' });
  await new ScimRequestLog(pool).trim(directory.directoryId);
  await pool.end();
  const kept = await runSql<{ known: number; strangers: number }>(
    app.database.url,
    `SELECT count(secret_id)::int AS known, (count(*) - count(secret_id))::int AS strangers FROM scim_requests WHERE directory_id = '${directory.directoryId}'`,
  );
  expect(kept).toEqual([{ known: 5, strangers: 500 }]);
});
