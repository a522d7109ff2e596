import { type Pool, type PoolClient } from 'pg';
import { newId } from '#directory';
import {
  AuditLog,
  DeliveryLog,
  EventFeed,
  EventHistory,
  type FeedCriteria,
  HeldDepartureList,
  MailStore,
  ScimRequestLog,
  SyncHistory,
  UnacknowledgedDeprovisionings,
} from '#persistence';
import { seedDirectory, seedEndpoint, type SeededDirectory } from '../support/seed.js';

export const ROWS = 30_000;
/** As many as are counted. */
export const COUNTED = 10_000;
/** Of what is rare. */
const FEW = 3;
/** Kept of the requests of a directory. */
const REQUESTS = 10_000;

export interface LogScene {
  directory: SeededDirectory;
  /** Of another organization, with few events. */
  rare: SeededDirectory;
  endpoint: string;
  sync: string;
}

export interface LogQuestion {
  what: string;
  /** The filters of the API that it is about: the operation and the parameter. */
  filters?: string[];
  /** Rows that match. */
  total: number;
  /** Rows that are looked at where that is more: a list that has an end of its own is read to it. */
  examined?: number;
  ask: (pool: Pool, scene: LogScene) => Promise<{ total: number }>;
}

const PAGE = { size: 10 };
const client = (pool: Pool): PoolClient => pool as unknown as PoolClient;

type DeliveryFilter = Parameters<DeliveryLog['page']>[0];
const deliveries = (filter: (scene: LogScene) => DeliveryFilter) => (pool: Pool, scene: LogScene) =>
  new DeliveryLog(pool).page(filter(scene), PAGE);
type AuditFilter = Parameters<AuditLog['page']>[0];
const audit = (filter: (scene: LogScene) => AuditFilter) => (pool: Pool, scene: LogScene) =>
  new AuditLog(pool).page(filter(scene), PAGE);
type RequestFilter = Parameters<ScimRequestLog['page']>[1];
const requests =
  (filter: RequestFilter) =>
  (pool: Pool, { directory }: LogScene) =>
    new ScimRequestLog(pool).page(directory.directoryId, filter, PAGE);
const mails =
  (filter: Parameters<MailStore['page']>[1]) =>
  (pool: Pool, { directory }: LogScene) =>
    new MailStore(pool).page(directory.organizationId, filter, PAGE);

/** Ids of then, as they are made now. */
const FUTURE = '2100-01-01T00:00:00Z';

export const LOG_QUESTIONS: LogQuestion[] = [
  { what: 'all deliveries', total: COUNTED, ask: deliveries(() => ({})) },
  {
    what: 'the deliveries of an endpoint',
    filters: ['AllDeliveries_list endpoint_id'],
    total: COUNTED,
    ask: deliveries(({ endpoint }) => ({ endpointId: endpoint })),
  },
  {
    what: 'those that were given up',
    filters: ['AllDeliveries_list state', 'Endpoints_listDeliveries state'],
    total: COUNTED,
    ask: deliveries(({ endpoint }) => ({ endpointId: endpoint, state: 'exhausted' })),
  },
  {
    what: 'the few that were canceled',
    filters: ['AllDeliveries_list state', 'Endpoints_listDeliveries state'],
    total: FEW,
    ask: deliveries(({ endpoint }) => ({ endpointId: endpoint, state: 'canceled' })),
  },
  { what: 'what is under way', total: 0, ask: deliveries(() => ({ state: 'retrying' })) },
  {
    what: 'the deliveries of an event',
    filters: ['AllDeliveries_list event_id'],
    total: 1,
    ask: deliveries(() => ({ eventId: 'evt_77' })),
  },
  {
    what: 'the deliveries of a type that is rare',
    filters: ['AllDeliveries_list event_type', 'Endpoints_listDeliveries event_type'],
    total: FEW,
    ask: deliveries(() => ({ eventType: 'organization.directory.group_deleted' })),
  },
  {
    what: 'the deliveries about a person',
    filters: ['AllDeliveries_list user_id'],
    total: 1,
    ask: deliveries(() => ({ userId: 'diruser_77' })),
  },
  {
    what: 'the deliveries of an organization with few',
    filters: ['AllDeliveries_list organization_id'],
    total: FEW,
    ask: deliveries(({ rare }) => ({ organizationId: rare.organizationId })),
  },
  {
    what: 'the deliveries of an organization with many',
    filters: ['AllDeliveries_list organization_id'],
    total: COUNTED,
    ask: deliveries(({ directory }) => ({ organizationId: directory.organizationId })),
  },
  {
    what: 'the deliveries of a directory with few',
    filters: ['AllDeliveries_list directory_id'],
    total: FEW,
    ask: deliveries(({ rare }) => ({ directoryId: rare.directoryId })),
  },
  {
    what: 'the deliveries that were redirected',
    filters: ['AllDeliveries_list status_class'],
    total: FEW,
    ask: deliveries(() => ({ statusClass: '3xx' })),
  },
  {
    what: 'the deliveries that nobody answered',
    filters: ['AllDeliveries_list status_class'],
    total: FEW,
    ask: deliveries(() => ({ statusClass: 'none' })),
  },
  {
    what: 'the deliveries since a time',
    filters: ['AllDeliveries_list since'],
    total: 0,
    ask: deliveries(() => ({ since: FUTURE })),
  },
  {
    what: 'the deliveries until a time',
    filters: ['AllDeliveries_list until'],
    total: 0,
    ask: deliveries(() => ({ until: '2020-01-01T00:00:00Z' })),
  },
  { what: 'deprovisionings', total: COUNTED, ask: (pool) => new UnacknowledgedDeprovisionings(pool).page(PAGE) },
  {
    what: 'the events of an organization',
    total: COUNTED,
    ask: async (pool, { directory: { organizationId } }) => ({
      total: await new EventHistory(pool).count({ types: [], organizationId }, COUNTED),
    }),
  },
  ...(
    [
      ['types', { types: ['organization.directory.group_deleted'] }],
      ['organization_id', { organizationId: 'org_none' }],
      ['directory_id', { directoryId: 'dir_none' }],
    ] as [string, FeedCriteria][]
  ).map(([name, criteria]): LogQuestion => ({
    what: `a page of the feed by ${name}`,
    filters: [`Events_read ${name}`],
    total: 0,
    // As many as one request may look at: an empty page says that it is not the end.
    examined: 5_000,
    ask: async (pool) => ({ total: (await new EventFeed(pool).read(undefined, criteria, 10))!.bodies.length }),
  })),

  { what: 'the audit log', total: COUNTED, ask: audit(() => ({})) },
  {
    what: 'the audit log of an organization',
    filters: ['AuditLogs_list organization_id'],
    total: COUNTED,
    ask: audit(({ directory }) => ({ organizationId: directory.organizationId })),
  },
  {
    what: 'the audit log of a directory with few entries',
    filters: ['AuditLogs_list directory_id'],
    total: FEW,
    ask: audit(({ rare }) => ({ directoryId: rare.directoryId })),
  },
  {
    what: 'the audit log of an actor with few entries',
    filters: ['AuditLogs_list actor_id'],
    total: FEW,
    ask: audit(() => ({ actorId: 'key_rare' })),
  },
  {
    what: 'an action that is rare in the audit log',
    filters: ['AuditLogs_list action'],
    total: FEW,
    ask: audit(() => ({ action: 'signing_key.rotate' })),
  },
  {
    what: 'a kind of target that is rare in the audit log',
    filters: ['AuditLogs_list target_type'],
    total: FEW,
    ask: audit(() => ({ targetType: 'signing_key' })),
  },
  {
    what: 'a target in the audit log',
    filters: ['AuditLogs_list target_id'],
    total: FEW,
    ask: audit(() => ({ targetId: 'sig_rare' })),
  },
  {
    what: 'the audit log since a time',
    filters: ['AuditLogs_list start_time'],
    total: 0,
    ask: audit(() => ({ startTime: FUTURE })),
  },
  {
    what: 'the audit log until a time',
    filters: ['AuditLogs_list end_time'],
    total: 0,
    ask: audit(() => ({ endTime: '2020-01-01T00:00:00Z' })),
  },

  { what: 'requests', total: REQUESTS, ask: requests({}) },
  ...(
    [
      ['method', 0, { method: 'PUT' }],
      ['status', 0, { status: 418 }],
      ['failed', 0, { failed: true }],
      ['action', 0, { action: 'create_user' }],
      ['resource_id', 0, { resourceId: 'diruser_77' }],
      ['start_time', 0, { startTime: FUTURE }],
      ['end_time', 0, { endTime: '2020-01-01T00:00:00Z' }],
    ] as [string, number, RequestFilter][]
  ).map(([name, total, filter]): LogQuestion => ({
    what: `requests by ${name}`,
    filters: [`Requests_list ${name}`],
    total,
    // No more are kept.
    examined: REQUESTS,
    ask: requests(filter),
  })),

  { what: 'the mails of an organization', total: ROWS, ask: mails({}) },
  {
    what: 'the mails that failed',
    filters: ['OrganizationMails_list state'],
    total: FEW,
    ask: mails({ state: 'failed' }),
  },
  {
    what: 'the mails of a kind that is rare',
    filters: ['OrganizationMails_list mail'],
    total: FEW,
    ask: mails({ mail: 'departed' }),
  },
  {
    what: 'the mails to an address',
    filters: ['OrganizationMails_list to'],
    total: 1,
    ask: mails({ to: 'Person77@example.com' }),
  },

  {
    what: 'the syncs of a directory',
    total: 1_000,
    ask: (pool, { directory }) => new SyncHistory(pool).page(directory.directoryId, PAGE, client(pool)),
  },
  ...(
    [
      ['kind', { kind: 'deactivated' }],
      ['query', { query: 'person77@' }],
    ] as [string, { kind?: string; query?: string }][]
  ).map(([name, filter]): LogQuestion => ({
    what: `the changes of a sync by ${name}`,
    filters: [`Syncs_changes ${name}`],
    total: name === 'kind' ? FEW : 1,
    // No more are kept of one sync.
    examined: 20_000,
    ask: (pool, { sync }) => new SyncHistory(pool).changes(sync, filter, PAGE, client(pool)),
  })),
  {
    what: 'the held departures that were rejected',
    filters: ['HeldDepartures_list state'],
    total: FEW,
    // As many as the guard holds at once.
    examined: 2_000,
    ask: (pool, { directory }) => new HeldDepartureList(pool).page(directory.directoryId, 'rejected', PAGE),
  },
];

/** Fills the logs: every 10,000th row is rare. Every second delivery is of the deprovisioning lane, and was given up. */
export async function seedLogs(pool: Pool): Promise<LogScene> {
  const [directory, rare] = [await seedDirectory(pool), await seedDirectory(pool)];
  const endpoint = await seedEndpoint(pool, 'https://app.example/hook');
  const sync = newId('sync');
  const isRare = `n % ${ROWS / FEW} = 0`;
  await pool.query(`
    BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO delivery_log (id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, attempts, last_status,
        state, delivered_at)
      SELECT id_at('dlv', now()) || lpad(n::text, 16, '0'), 'evt_' || n, '${endpoint}',
        CASE WHEN ${isRare} THEN '${rare.organizationId}' ELSE '${directory.organizationId}' END, 'diruser_' || n,
        'organization.directory.' || CASE WHEN ${isRare} THEN 'group_deleted' ELSE 'user_updated' END,
        CASE WHEN n % 2 = 0 THEN 1 ELSE 0 END, n % 2 = 1, 1,
        CASE WHEN n % ${ROWS / FEW} = 1 THEN NULL WHEN ${isRare} THEN 302 WHEN n % 2 = 0 THEN 500 ELSE 200 END,
        CASE WHEN ${isRare} THEN 'canceled' WHEN n % 2 = 0 THEN 'exhausted' ELSE 'delivered' END, CASE WHEN n % 2 = 1 THEN now() END
      FROM generate_series(1, ${ROWS}) n;
    INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
      SELECT id_at('evt', now()) || lpad(n::text, 16, '0'), '${directory.organizationId}', '${directory.directoryId}', n,
        'organization.directory.user_updated', 'diruser_' || n, 1, '{}', now() FROM generate_series(1, ${ROWS}) n;
    INSERT INTO events (id, organization_id, directory_id, sequence, type, resource_id, version, body, occurred_at)
      SELECT id_at('evt', now()) || lpad(n::text, 16, 'R'), '${rare.organizationId}', '${rare.directoryId}', n,
        'organization.directory.group_deleted', 'diruser_' || n, 1, '{}', now() FROM generate_series(1, ${FEW}) n;
    UPDATE delivery_log SET event_id = id_at('evt', now()) || lpad((right(id, 16)::int / ${ROWS / FEW})::text, 16, 'R')
      WHERE organization_id = '${rare.organizationId}';
    INSERT INTO audit_logs (id, actor_type, actor_id, action, target_type, target_id, organization_id, directory_id, at, sequence, hash)
      SELECT 'aud_' || lpad(n::text, 26, '0'), 'system', CASE WHEN ${isRare} THEN 'key_rare' ELSE 'key_' || n % 5 END,
        CASE WHEN ${isRare} THEN 'signing_key.rotate' ELSE 'policy.update' END, CASE WHEN ${isRare} THEN 'signing_key' ELSE 'directory' END,
        CASE WHEN ${isRare} THEN 'sig_rare' ELSE '${directory.directoryId}' END, '${directory.organizationId}',
        CASE WHEN ${isRare} THEN '${rare.directoryId}' ELSE '${directory.directoryId}' END, now(), n, 'x' FROM generate_series(1, ${ROWS}) n;
    INSERT INTO scim_requests (id, directory_id, at, method, path, status, duration_ms, request_id)
      SELECT 'req_' || lpad(n::text, 26, '0'), '${directory.directoryId}', now(), 'GET', '/Users', 200, 1, 'r' FROM generate_series(1, ${REQUESTS}) n;
    INSERT INTO mails (id, organization_id, mail, message_key, recipient, subject, text_part, html_part, state)
      SELECT 'mail_' || lpad(n::text, 26, '0'), '${directory.organizationId}', CASE WHEN ${isRare} THEN 'departed' ELSE 'welcome' END,
        'key-' || n, 'person' || n || '@example.com', 's', 't', 'h', CASE WHEN ${isRare} THEN 'failed' ELSE 'sent' END
      FROM generate_series(1, ${ROWS}) n;
    INSERT INTO syncs (id, directory_id, trigger, state, staging_id)
      SELECT 'sync_' || lpad(n::text, 26, '0'), '${directory.directoryId}', 'manual', 'succeeded', 'none' FROM generate_series(1, 1000) n;
    INSERT INTO sync_changes (id, sync_id, kind, user_name, email, name)
      SELECT 'chg_' || lpad(n::text, 26, '0'), CASE WHEN n <= 20000 THEN '${sync}' ELSE 'sync_other' END,
        CASE WHEN n % 7000 = 0 AND n <= 20000 OR n = 1 THEN 'deactivated' ELSE 'updated' END, 'person' || n || '@example.com', 'person' || n || '@example.com', 'Person'
      FROM generate_series(1, ${ROWS}) n;
    INSERT INTO held_departures (directory_id, user_id, kind, state, held_at)
      SELECT '${directory.directoryId}', 'diruser_' || n, 'deleted', CASE WHEN n <= ${FEW} THEN 'rejected' ELSE 'waiting' END, now()
      FROM generate_series(1, 2000) n;
    COMMIT`);
  return { directory, rare, endpoint, sync };
}
