import pg, { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPool,
  createSearchPool,
  SearchAbandonedError,
  SearchBusyError,
  Searches,
  SearchTooLongError,
} from '#persistence';
import { createDatabase, type TestDatabase, until } from '../support/index.js';
import { type ScimServer, type ServedDirectory, startScimServer } from '../support/scim-server.js';

const SLOW = 'SELECT pg_sleep(60)';
/** How many users there are, and none of them. */
const COUNT = '/Users?count=0';

/** Statements of searches that a database runs. */
async function running(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'rollcall-search' AND state = 'active'`,
  );
  return rows[0]!.count;
}

describe('searches', () => {
  let database: TestDatabase;
  let pool: Pool;
  let searches: Searches;
  beforeAll(async () => {
    database = await createDatabase();
    pool = createPool(database.url, { max: 2, name: 'test' });
    searches = new Searches(createSearchPool(database.url), pool, {
      perTenant: 2,
      perProcess: 4,
      waiting: 10,
      waitMs: 50,
    });
  });
  afterAll(async () => {
    await searches.end();
    await pool.end();
    await database.drop();
  });

  it('are two of a tenant at once, and others have places beside them', async () => {
    const client = new AbortController();
    const sleep = () => searches.run({ tenant: 'a', gone: client.signal }, (on) => on.query(SLOW));
    const abandoned = Promise.allSettled([sleep(), sleep()]);
    await until(async () => expect(await running(pool)).toBe(2));
    await expect(searches.run({ tenant: 'a' }, (on) => on.query('SELECT 1'))).rejects.toBeInstanceOf(SearchBusyError);
    const { rows } = await searches.run({ tenant: 'b' }, (on) => on.query('SELECT 1 AS one'));
    expect(rows).toEqual([{ one: 1 }]);
    client.abort();
    for (const outcome of await abandoned) expect(outcome).toMatchObject({ reason: expect.any(SearchAbandonedError) });
  });

  it('end in the database when the client goes away, also between two statements', async () => {
    const client = new AbortController();
    const searching = searches.run({ tenant: 'a', gone: client.signal }, async (on) => {
      await on.query('SELECT 1');
      client.abort();
      return await on.query(SLOW);
    });
    await expect(searching).rejects.toBeInstanceOf(SearchAbandonedError);
    await until(async () => expect(await running(pool)).toBe(0));
    // Nothing of that is left for who comes next.
    for (let n = 0; n < 10; n++) await searches.run({ tenant: 'a' }, (on) => on.query('SELECT 1'));
  });

  it('give their place back when the database is done with them', async () => {
    for (let n = 0; n < 5; n++) {
      const client = new AbortController();
      const searching = searches.run({ tenant: 'a', gone: client.signal }, async (on) => {
        await on.query('BEGIN');
        // The end of a transaction with so many locks takes a while, and its error was told before.
        await on.query('SELECT count(pg_advisory_xact_lock(n)) FROM generate_series(1, 5000) n');
        setTimeout(() => client.abort(), 50);
        return await on.query(SLOW);
      });
      await expect(searching).rejects.toBeInstanceOf(SearchAbandonedError);
      expect(await running(pool)).toBe(0);
    }
  });

  it('are given up after their time, and leave a good connection', async () => {
    await expect(searches.run({ tenant: 'a' }, (on) => on.query(SLOW))).rejects.toThrow(SearchTooLongError);
    expect((await searches.run({ tenant: 'a' }, (on) => on.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  });
});

describe('SCIM searches', () => {
  let server: ScimServer;
  let directory: ServedDirectory;
  let other: ServedDirectory;
  let blocker: pg.Client;
  beforeAll(async () => {
    server = await startScimServer();
    directory = await server.directory();
    other = await server.directory();
    blocker = new pg.Client({ connectionString: server.databaseUrl });
    await blocker.connect();
  });
  afterAll(async () => {
    await blocker.end();
    await server.close();
  });

  const get = (path: string, { base, secret }: ServedDirectory = directory, signal?: AbortSignal) =>
    fetch(base + path, { headers: { authorization: `Bearer ${secret}` }, ...(signal && { signal }) });

  /** Whoever counts a whole directory waits meanwhile, and nobody else who reads. */
  async function blocked(work: () => Promise<void>): Promise<void> {
    await blocker.query('BEGIN; LOCK TABLE directory_counters IN ACCESS EXCLUSIVE MODE');
    try {
      await work();
    } finally {
      await blocker.query('ROLLBACK');
    }
  }

  it('beyond two wait, are refused in words, and hold up neither lookups nor others', async () => {
    await blocked(async () => {
      const client = new AbortController();
      const first = [get(COUNT, directory, client.signal), get(COUNT, directory, client.signal)];
      const gone = Promise.allSettled(first);
      await until(async () => expect(await running(server.pool)).toBe(2));
      const third = get('/Users');
      expect((await get('/Users?filter=userName%20eq%20%22ann%22')).status).toBe(200);
      expect((await get('/Users', other)).status).toBe(200);
      const refused = await third;
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await refused.json()).toMatchObject({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        status: '429',
        detail: expect.stringContaining('2 searches of the same directory'),
      });
      // The clients go away: nothing of theirs is left in the database, and the places are free.
      client.abort();
      await gone;
      await until(async () => expect(await running(server.pool)).toBe(0));
      expect((await get('/Users')).status).toBe(200);
    });
  });

  it('that take too long are told what to narrow', async () => {
    await blocked(async () => {
      const refused = await get(COUNT);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toMatchObject({ scimType: 'tooMany', detail: expect.stringContaining('narrow') });
    });
  });
});
