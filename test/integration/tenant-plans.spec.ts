import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DirectoryChanges } from '#directory';
import { AllDirectories, createPool, PostgresDirectoryTransactions } from '#persistence';
import { parseResource, USER } from '#scim';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining, scannedBy } from '../support/explain.js';
import { seedDirectory, type SeededDirectory } from '../support/seed.js';
import { DIRECTORY_QUESTIONS } from './directory-questions.js';

const TENANTS = 30_000;

let database: TestDatabase;
let pool: Pool;
let directory: SeededDirectory;

beforeAll(async () => {
  database = await createDatabase();
  pool = createPool(database.ownerUrl, { max: 1, name: 'tenants' });
  directory = await seedDirectory(pool);
  for (const table of ['organizations', 'directories', 'directory_counters', 'webhook_endpoints']) {
    await pool.query(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
  }
  // Every second endpoint is of one directory alone.
  await pool.query(`
    INSERT INTO organizations (id, display_name, region_code) SELECT 'org_' || n, 'Tenant ' || n, 'us' FROM generate_series(1, ${TENANTS}) AS n;
    INSERT INTO directories (id, organization_id, directory_type, directory_provider)
      SELECT 'dir_' || n, 'org_' || n, 'SCIM', 'GENERIC' FROM generate_series(1, ${TENANTS}) AS n;
    INSERT INTO directory_counters (directory_id) SELECT 'dir_' || n FROM generate_series(1, ${TENANTS}) AS n;
    INSERT INTO webhook_endpoints (id, url, organization_id, directory_id)
      SELECT 'ep_' || n, 'https://' || n || '.example', 'org_' || n, CASE WHEN n % 2 = 0 THEN 'dir_' || n END
      FROM generate_series(1, ${TENANTS}) AS n`);
}, 120_000);

afterAll(async () => {
  await pool.end();
  await database.drop();
});

interface Sent {
  name?: string;
  text: string;
  values: unknown[];
}

/** Runs changes and tells the prepared statements that they sent. */
async function statementsOf(userNames: string[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  const watched = {
    connect: async () => {
      const client = await pool.connect();
      const { query } = client;
      client.query = function (this: PoolClient, ...given: unknown[]) {
        if (typeof given[0] === 'object') sent.push(given[0] as Sent);
        return (query as (...all: unknown[]) => unknown).apply(this, given);
      } as PoolClient['query'];
      const { release } = client;
      client.release = (error) => {
        client.query = query;
        client.release = release;
        release.call(client, error);
      };
      return client;
    },
  } as unknown as Pool;
  const changes = new DirectoryChanges(new PostgresDirectoryTransactions(watched), { ring() {}, announce() {} });
  const create = async (userName: string) => {
    const resource = parseResource(USER, { userName, externalId: `ext-${userName}` });
    return (await changes.submit(directory.directoryId, { kind: 'create-user', resource, caller: {} })).user;
  };
  const users = await Promise.all(userNames.map(create));
  await changes.submit(directory.directoryId, {
    kind: 'update-user',
    id: users[0]!.id,
    change: (resource) => ({ ...resource, title: 'new' }),
    caller: {},
  });
  return sent;
}

function literal(value: unknown): string {
  const text = Array.isArray(value) ? `{${value.map((entry) => JSON.stringify(entry)).join(',')}}` : String(value);
  return escapeLiteral(text);
}

describe.each(['without statistics', 'with statistics'])('beside 30,000 other tenants, %s', (statistics) => {
  it.each(["our pool's sessions", 'sessions with the settings of the server'])(
    'a change loads and writes what it needs by index alone, in %s',
    async (sessions) => {
      if (statistics === 'with statistics') await pool.query('VACUUM ANALYZE');
      const name = `${statistics} ${sessions}`.replaceAll(/[^a-z]/g, '');
      const sent = await statementsOf([`${name}1`, `${name}2`]);
      const loads = sent.filter(({ text }) => text.includes('webhook_endpoints e'));
      const writes = sent.filter(({ text }) => text.includes('UPDATE directory_counters SET'));
      expect(loads.length).toBeGreaterThanOrEqual(2);
      expect(writes.length).toBeGreaterThanOrEqual(2);
      const toggle = sessions.startsWith('sessions') ? 'on' : 'off';
      await pool.query(
        `SET plan_cache_mode = force_generic_plan; SET enable_seqscan = ${toggle}; SET enable_hashjoin = ${toggle}; SET enable_mergejoin = ${toggle}`,
      );
      const explained = explaining(pool);
      const large = ['organizations', 'directories', 'directory_counters', 'webhook_endpoints'];
      for (const [index, { text, values }] of writes.entries()) {
        await pool.query(`PREPARE ${name}write${index} AS ${text}`);
        // A write cannot be written twice: its plan, which is the same for all values, is looked at, and not run.
        const scanned = await scannedBy(pool, `EXECUTE ${name}write${index}(${values.map(() => 'NULL').join(', ')})`);
        expect(scanned.filter((table) => large.includes(table))).toEqual([]);
      }
      for (const [index, { text, values }] of loads.entries()) {
        await pool.query(`PREPARE ${name}${index} AS ${text}`);
        await explained.pool.query(`EXECUTE ${name}${index}(${values.map(literal).join(', ')})`);
        const cost = explained.take();
        expect(cost.scanned.filter((table) => large.includes(table))).toEqual([]);
        expect(cost.pages).toBeLessThanOrEqual(100);
      }
    },
  );
});

/** The directory, its counters, its organization, and the newest of its requests, once to count them and once for the page. */
const PAGES_A_DIRECTORY = 20;

it.each(DIRECTORY_QUESTIONS)(
  '%s looks at each of 30,001 directories a few times at most',
  async (_filter, criteria, total) => {
    const explained = explaining(pool);
    expect((await new AllDirectories(explained.pool).page(criteria, { size: 10 })).total).toBe(total);
    expect(explained.take().pages).toBeLessThanOrEqual(PAGES_A_DIRECTORY * (TENANTS + 1));
  },
);
