import { ID, NOW } from './columns.js';

/** What is partitioned by week over its id: ids are ULIDs, so their order is time order. The prefix is that of the ids. */
const PARTITIONED = [
  { table: 'events', prefix: 'evt' },
  { table: 'delivery_log', prefix: 'dlv' },
  { table: 'attempts', prefix: 'att' },
];

/** Both tables of deliveries. */
const DELIVERY = `
    id ${ID},
    event_id ${ID} NOT NULL,
    endpoint_id ${ID} NOT NULL,
    -- Whose share of the endpoint it uses: organizations take turns.
    organization_id ${ID} NOT NULL DEFAULT 'none',
    resource_id ${ID} NOT NULL,
    event_type text NOT NULL,
    lane smallint NOT NULL CHECK (lane IN (0, 1)),
    plain_update boolean NOT NULL,
    replay boolean NOT NULL DEFAULT false,
    -- step counts the attempts that consumed a step of the ladder, attempts all of them (interrupted ones too).
    step smallint NOT NULL DEFAULT 0 CHECK (step >= 0),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= step),
    last_status integer,
    created_at ${NOW}`;

/** Of every row of `deliveries`. */
const LIVE = `state IN ('pending', 'sending', 'retrying')`;

/** Events, endpoints, deliveries and their attempts (docs/webhooks.md draws the states). */
export const DELIVERY_TABLES = [
  // The smallest id of that time: what partitions are bounded by.
  `CREATE FUNCTION id_at(prefix text, at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN prefix || '_' || (
      SELECT string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (((extract(epoch FROM at) * 1000)::bigint >> (5 * n)) & 31)::int + 1, 1), ''
        ORDER BY n DESC)
      FROM generate_series(0, 9) AS n)`,

  // body: exactly what webhooks carry. (xid, id) is the one global commit order of the feed.
  `CREATE TABLE events (
    id ${ID} PRIMARY KEY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    organization_id ${ID},
    directory_id ${ID},
    sequence bigint,
    type text NOT NULL,
    resource_id ${ID},
    version bigint,
    in_feed boolean NOT NULL DEFAULT true,
    body text NOT NULL,
    occurred_at timestamptz NOT NULL
  ) PARTITION BY RANGE (id)`,
  `CREATE INDEX events_feed ON events (xid, id) WHERE in_feed`,
  // Unique by the way sequences are allotted; an index across partitions cannot say so.
  `CREATE INDEX events_sequence ON events (directory_id, sequence) WHERE sequence IS NOT NULL`,
  `CREATE INDEX events_organization ON events (organization_id, id)`,

  `CREATE TABLE webhook_endpoints (
    id ${ID} PRIMARY KEY,
    url text NOT NULL,
    description text NOT NULL DEFAULT '',
    event_types text[] NOT NULL DEFAULT '{}',
    organization_id ${ID} REFERENCES organizations ON DELETE CASCADE,
    directory_id ${ID} REFERENCES directories ON DELETE CASCADE,
    enabled boolean NOT NULL DEFAULT true,
    disabled_reason text,
    payload_format text NOT NULL DEFAULT 'standard' CHECK (payload_format IN ('standard', 'polis')),
    rate_limit integer CHECK (rate_limit > 0),
    headers_cipher bytea,
    -- Nothing but failures since then.
    failing_since timestamptz,
    failing_notified_at timestamptz,
    -- When somebody was last told that what is held for it will be canceled.
    held_warned_at timestamptz,
    -- When it was last enabled again: requests to it start few.
    resumed_at timestamptz,
    -- What the worker has to do before it drains it: let the last state stand for the ones before ('coalesce'), and make what waits
    -- for its next step due now, too ('all').
    resume text CHECK (resume IN ('coalesce', 'all')),
    created_at ${NOW},
    updated_at ${NOW}
  )`,
  // Which endpoints take what happens in an organization, asked by every change.
  `CREATE INDEX webhook_endpoints_organization ON webhook_endpoints (organization_id)`,
  `CREATE TABLE endpoint_secrets (
    id ${ID} PRIMARY KEY,
    endpoint_id ${ID} NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    cipher bytea NOT NULL,
    created_at ${NOW},
    expires_at timestamptz
  )`,
  `CREATE INDEX endpoint_secrets_endpoint ON endpoint_secrets (endpoint_id)`,

  // What is under way. Finishing a delivery moves it to delivery_log in the statement that finishes it, so this table stays small.
  // ordinal is allotted under the directory's lock: per resource it is the order in which deliveries must arrive.
  `CREATE TABLE deliveries (${DELIVERY},
    ordinal bigint GENERATED ALWAYS AS IDENTITY,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sending', 'retrying')),
    next_attempt_at timestamptz DEFAULT now(),
    lease_token ${ID},
    lease_until timestamptz,
    PRIMARY KEY (id),
    CHECK ((state = 'sending') = (lease_token IS NOT NULL)),
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state = 'sending') = (next_attempt_at IS NULL)),
    CHECK (state <> 'retrying' OR attempts > 0)
  ) WITH (fillfactor = 70)`,
  // What a claim scans: the due rows of one endpoint's lane, an organization at a time.
  `CREATE INDEX deliveries_share ON deliveries (endpoint_id, lane, organization_id, next_attempt_at, ordinal)
    WHERE state IN ('pending', 'retrying')`,
  // What order per user asks: is an earlier one of the same resource still under way? The only index that this question can use: with a
  // choice, a planner whose statistics are older than a wave of deliveries took one by the endpoint alone, and read all of it each time.
  // That is why others on the endpoint have the predicate LIVE, which is always true, and which whoever wants them has to say.
  `CREATE INDEX deliveries_live ON deliveries (endpoint_id, resource_id, lane, ordinal)`,
  `CREATE INDEX deliveries_lease ON deliveries (lease_until) WHERE state = 'sending'`,
  `CREATE INDEX deliveries_endpoint ON deliveries (endpoint_id, id) WHERE ${LIVE}`,
  `CREATE INDEX deliveries_event ON deliveries (event_id)`,
  `CREATE INDEX deliveries_unacknowledged ON deliveries (id) WHERE lane = 1 AND ${LIVE}`,

  `CREATE TABLE delivery_log (${DELIVERY},
    state text NOT NULL CHECK (state IN ('delivered', 'exhausted', 'superseded', 'canceled')),
    finished_at ${NOW},
    delivered_at timestamptz,
    PRIMARY KEY (id),
    CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CHECK (state NOT IN ('delivered', 'exhausted') OR attempts > 0)
  ) PARTITION BY RANGE (id)`,
  `CREATE INDEX delivery_log_endpoint ON delivery_log (endpoint_id, id)`,
  `CREATE INDEX delivery_log_event ON delivery_log (event_id)`,
  `CREATE INDEX delivery_log_unacknowledged ON delivery_log (id) WHERE lane = 1 AND state IN ('exhausted', 'canceled')`,
  `CREATE VIEW all_deliveries AS
    SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, replay, step, attempts, last_status,
      created_at, state, next_attempt_at, lease_token, lease_until, NULL::timestamptz AS delivered_at FROM deliveries WHERE ${LIVE}
    UNION ALL
    SELECT id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, replay, step, attempts, last_status,
      created_at, state, NULL, NULL, NULL, delivered_at FROM delivery_log`,

  `CREATE TABLE attempts (
    id ${ID} PRIMARY KEY,
    delivery_id ${ID} NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    at timestamptz NOT NULL,
    duration_ms integer NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('delivered', 'failed', 'interrupted')),
    status integer,
    error text,
    response_headers jsonb,
    response_body text
  ) PARTITION BY RANGE (id)`,
  `CREATE INDEX attempts_delivery ON attempts (delivery_id, id)`,

  // In place of foreign keys, whose check locks the endpoint's row for every delivery. A log of years is deleted in pages by a worker,
  // and once more a little later: a change that was under way may still have written a delivery.
  `CREATE TABLE endpoint_removals (
    endpoint_id ${ID} PRIMARY KEY,
    removed_at ${NOW}
  )`,
  `CREATE FUNCTION remember_removal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO endpoint_removals (endpoint_id) SELECT id FROM deleted ON CONFLICT DO NOTHING;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER webhook_endpoints_deleted AFTER DELETE ON webhook_endpoints REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION remember_removal()`,

  // What operational events are made of: written by the statement in which it happened, so that none is lost with a process.
  `CREATE TABLE notices (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('rollcall.endpoint.failing', 'rollcall.endpoint.recovered', 'rollcall.endpoint.disabled',
      'rollcall.delivery.exhausted')),
    endpoint_id ${ID} NOT NULL,
    delivery_id ${ID},
    reason text,
    at ${NOW}
  )`,

  // An endpoint that is enabled again starts afresh: nothing it did before counts as failing, and what was held goes out at once.
  `CREATE FUNCTION resume_endpoint() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.disabled_reason := NULL;
      NEW.failing_since := NULL;
      NEW.failing_notified_at := NULL;
      NEW.resumed_at := now();
      NEW.resume := 'all';
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER webhook_endpoints_enabled BEFORE UPDATE OF enabled ON webhook_endpoints
    FOR EACH ROW WHEN (NEW.enabled AND NOT OLD.enabled) EXECUTE FUNCTION resume_endpoint()`,

  // Attaching takes no lock that readers or writers notice. A week has its name from its Monday.
  `CREATE FUNCTION create_partitions(weeks_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      kind record;
      monday timestamptz;
      partition text;
    BEGIN
      PERFORM pg_advisory_xact_lock(7265556);
      FOR kind IN SELECT * FROM (VALUES ${PARTITIONED.map(({ table, prefix }) => `('${table}', '${prefix}')`).join(', ')}) AS kinds (name, prefix)
      LOOP
        FOR n IN -1 .. weeks_ahead LOOP
          monday := date_trunc('week', now(), 'UTC') + n * interval '7 days';
          partition := kind.name || '_' || to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD');
          CONTINUE WHEN to_regclass(partition) IS NOT NULL;
          EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', partition, kind.name);
          EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', kind.name, partition,
            id_at(kind.prefix, monday), id_at(kind.prefix, monday + interval '7 days'));
        END LOOP;
      END LOOP;
    END $$`,
  `SELECT create_partitions(4)`,
];
