import { type Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDataSource, createPool } from '#persistence';
import { session } from '#postgres';
import { postgresConnection } from '../../libs/queue/src/postgres-connection.js';
import { createDatabase, runSql, type TestDatabase } from '../support/index.js';

let database: TestDatabase;
let hot: Pool;
let queue: Pool;
let management: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  // As on a server that nobody has set up, whatever the server of this run is; a plan of any cost is compiled.
  for (const setting of ['jit = on', 'jit_above_cost = 0', 'random_page_cost = 4']) {
    await runSql(database.ownerUrl, `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET ${setting}`);
  }
  hot = createPool(database.url, { max: 1, name: 'test' });
  queue = postgresConnection(database.url, 1);
  management = await createDataSource(database.url).initialize();
});

afterAll(async () => {
  await management.destroy();
  await Promise.all([hot.end(), queue.end()]);
  await database.drop();
});

type Row = Record<string, string>;
const SESSIONS: [string, (sql: string) => Promise<Row[]>][] = [
  ['the hot path', async (sql) => (await hot.query<Row>(sql)).rows],
  ['the queue', async (sql) => (await queue.query<Row>(sql)).rows],
  ['management', (sql) => management.query<Row[]>(sql)],
  [
    'a URL with options of its own',
    async (sql) => {
      const own = createPool(`${database.url}?options=-c%20work_mem%3D8MB`, { max: 1, name: 'test' });
      try {
        expect((await own.query<Row>('SHOW work_mem')).rows).toEqual([{ work_mem: '8MB' }]);
        return (await own.query<Row>(sql)).rows;
      } finally {
        await own.end();
      }
    },
  ],
];

describe.each(SESSIONS)('a session of %s', (_name, ask) => {
  it.each([
    ['jit', 'off'],
    ['random_page_cost', '1.1'],
    ['statement_timeout', '30s'],
    ['lock_timeout', '20s'],
    ['idle_in_transaction_session_timeout', '15s'],
  ])('has %s = %s', async (setting, value) => {
    expect(await ask(`SHOW ${setting}`)).toEqual([{ [setting]: value }]);
  });

  it('runs no statement that is compiled', async () => {
    const plan = await ask(`EXPLAIN (ANALYZE) SELECT count(*) FROM pg_class`);
    expect(JSON.stringify(plan)).toContain('Execution Time');
    expect(JSON.stringify(plan)).not.toContain('JIT');
  });
});

it('a session that asks for nothing compiles it, where the server can', async () => {
  const [row] = await runSql<{ can: boolean }>(database.url, 'SELECT pg_jit_available() AS can');
  const plan = await runSql(database.url, `EXPLAIN (ANALYZE) SELECT count(*) FROM pg_class`);
  expect(JSON.stringify(plan).includes('JIT')).toBe(row!.can);
});

it('the password of a URL survives when its options are taken out', () => {
  const { connectionString, options } = session(
    'postgres://me:a%2Fb%40c@db/x?options=-c%20a%3Db&sslmode=require',
    'test',
  );
  expect(connectionString).toBe('postgres://me:a%2Fb%40c@db/x?sslmode=require');
  expect(options?.endsWith(' -c a=b')).toBe(true);
});
