import { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AuditLog,
  createPool,
  DeliveryLog,
  EventHistory,
  ScimRequestLog,
  UnacknowledgedDeprovisionings,
} from '#persistence';
import { createDatabase, type TestDatabase } from '../support/index.js';
import { explaining } from '../support/explain.js';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

const ROWS = 30_000;
/** As many as are counted. */
const COUNTED = 10_000;

let database: TestDatabase;
let seeding: Pool;
let directory: SeededDirectory;
let endpoint: string;

beforeAll(async () => {
  database = await createDatabase();
  seeding = createPool(database.ownerUrl, { max: 1, name: 'seed' });
  directory = await seedDirectory(seeding);
  endpoint = await seedEndpoint(seeding, 'https://app.example/hook');
  // Every second is of the deprovisioning lane, and was given up.
  await seeding.query(`
    BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO delivery_log (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, attempts, state, delivered_at)
      SELECT id_at('dlv', now()) || lpad(n::text, 16, '0'), 'evt_' || n, '${endpoint}', '${directory.organizationId}', 'diruser_' || n,
        'organization.directory.user_updated', CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END, n % 2 = 1, 1,
        CASE WHEN n % 2 = 0 THEN 'exhausted' ELSE 'delivered' END, CASE WHEN n % 2 = 1 THEN now() END
      FROM generate_series(1, ${ROWS}) n;
    INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
      SELECT id_at('evt', now()) || lpad(n::text, 16, '0'), '${directory.organizationId}', '${directory.directoryId}', n,
        'organization.directory.user_updated', 'diruser_' || n, 1, '{}', now() FROM generate_series(1, ${ROWS}) n;
    INSERT INTO audit_logs (id, actor_type, action, target_type, target_id, organization_id, at, sequence, hash)
      SELECT 'aud_' || lpad(n::text, 26, '0'), 'system', 'policy.update', 'directory', '${directory.directoryId}', '${directory.organizationId}',
        now(), n, 'x' FROM generate_series(1, ${ROWS}) n;
    INSERT INTO scim_requests (id, directory_id, at, method, path, status, duration_ms, request_id)
      SELECT 'req_' || lpad(n::text, 26, '0'), '${directory.directoryId}', now(), 'GET', '/Users', 200, 1, 'r' FROM generate_series(1, 10000) n;
    COMMIT`);
}, 60_000);

afterAll(async () => {
  await seeding.end();
  await database.drop();
});

const PAGE = { size: 10 };
const QUESTIONS: [what: string, total: number, ask: (pool: Pool) => Promise<number>][] = [
  [
    'the deliveries of an endpoint',
    COUNTED,
    async (pool) => (await new DeliveryLog(pool).page({ endpointId: endpoint }, PAGE)).total,
  ],
  [
    'those that were given up',
    COUNTED,
    async (pool) => (await new DeliveryLog(pool).page({ endpointId: endpoint, state: 'exhausted' }, PAGE)).total,
  ],
  ['all deliveries', COUNTED, async (pool) => (await new DeliveryLog(pool).page({}, PAGE)).total],
  [
    'the deliveries of an event',
    1,
    async (pool) => (await new DeliveryLog(pool).page({ eventId: 'evt_77' }, PAGE)).total,
  ],
  ['deprovisionings', COUNTED, async (pool) => (await new UnacknowledgedDeprovisionings(pool).page(PAGE)).total],
  [
    'the events of an organization',
    COUNTED,
    async (pool) => new EventHistory(pool).count({ types: [], organizationId: directory.organizationId }, COUNTED),
  ],
  ['the audit log', COUNTED, async (pool) => (await new AuditLog(pool).page({}, PAGE)).total],
  [
    'the audit log of an organization',
    COUNTED,
    async (pool) => (await new AuditLog(pool).page({ organizationId: directory.organizationId }, PAGE)).total,
  ],
  ['requests', 10_000, async (pool) => (await new ScimRequestLog(pool).page(directory.directoryId, {}, PAGE)).total],
];

/** Pages of what is looked at for a row that is counted: its index, its table, and where it is joined its endpoint. */
const PAGES_A_ROW = 6;
/** Whether it came later after all is asked of the index of each week. */
const PAGES_A_LATER = 30;

describe.each(['without statistics', 'with statistics'])('%s', (statistics) => {
  let pool: Pool;
  beforeAll(async () => {
    if (statistics === 'with statistics') await seeding.query('VACUUM ANALYZE');
    pool = createPool(database.url, { max: 1, name: 'plans' });
  });
  afterAll(() => pool.end());

  it.each(QUESTIONS)('%s: no more rows are looked at than are counted', async (what, total, ask) => {
    const explained = explaining(pool);
    expect(await ask(explained.pool)).toBe(total);
    const { pages, sorted } = explained.take();
    // A server with default settings and without statistics may read the young log whole, for one event too.
    const least = statistics === 'without statistics' ? 2_000 : 500;
    const most = total * (what === 'deprovisionings' ? PAGES_A_LATER : PAGES_A_ROW) + least;
    // Who knows nothing of the rows takes those that were given up for a few, and sorts them.
    const mostSorted = what === 'those that were given up' && statistics === 'without statistics' ? ROWS : COUNTED;
    expect({ pages: pages > most ? pages : 'few', sorted: sorted > mostSorted ? sorted : 'few' }).toEqual({
      pages: 'few',
      sorted: 'few',
    });
  });
});
