import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * The whole first schema. Ids are text (`diruser_` + ULID, or an imported foreign id), always compared bytewise (`COLLATE "C"`),
 * so that an id's order is its time order and an index scan by id is the stable order of every list.
 */
export class Initial0001700000000001 implements MigrationInterface {
  name = 'Initial0001700000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('The first migration has no way back: drop the database instead.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // RFC 3339 in UTC with milliseconds, the one way times leave the database inside JSON.
  `CREATE FUNCTION iso(at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,

  // One row: what belongs to this deployment as a whole.
  `CREATE TABLE deployment (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    environment_id ${ID} NOT NULL,
    created_at ${NOW}
  )`,

  // A deleted organization stays as a row: what its last events still have to reach hangs on it.
  `CREATE TABLE organizations (
    id ${ID} PRIMARY KEY,
    display_name text NOT NULL,
    external_id text,
    region_code text NOT NULL,
    slug text,
    logo_url text,
    metadata jsonb NOT NULL DEFAULT '{}',
    features jsonb NOT NULL DEFAULT '[]',
    created_at ${NOW},
    updated_at ${NOW},
    deleted_at timestamptz
  )`,
  `CREATE UNIQUE INDEX organizations_external_id ON organizations (external_id) WHERE external_id IS NOT NULL AND deleted_at IS NULL`,
  `CREATE UNIQUE INDEX organizations_slug ON organizations (slug) WHERE slug IS NOT NULL AND deleted_at IS NULL`,

  `CREATE TABLE directories (
    id ${ID} PRIMARY KEY,
    organization_id ${ID} NOT NULL REFERENCES organizations,
    name text NOT NULL DEFAULT '',
    directory_type text NOT NULL CHECK (directory_type IN ('SCIM', 'POLL', 'LDAP')),
    directory_provider text NOT NULL,
    enabled boolean NOT NULL DEFAULT true,
    full_sync_required boolean NOT NULL DEFAULT false,
    attribute_mappings jsonb NOT NULL DEFAULT '[]',
    role_assignments jsonb NOT NULL DEFAULT '[]',
    policy jsonb NOT NULL DEFAULT '{}',
    created_at ${NOW},
    updated_at ${NOW},
    deleted_at timestamptz
  )`,
  `CREATE INDEX directories_organization ON directories (organization_id, id)`,

  // What every change of a directory updates, apart from what is rarely changed, so that the hot row stays small and its updates stay HOT.
  `CREATE TABLE directory_counters (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    sequence bigint NOT NULL DEFAULT 0,
    users bigint NOT NULL DEFAULT 0,
    user_records bigint NOT NULL DEFAULT 0,
    groups bigint NOT NULL DEFAULT 0,
    status text NOT NULL DEFAULT 'DRAFT' CHECK (status IN ('DRAFT', 'IN_PROGRESS', 'COMPLETED')),
    last_synced_at timestamptz,
    user_updated_at timestamptz,
    group_updated_at timestamptz
  ) WITH (fillfactor = 50)`,

  `CREATE TABLE directory_secrets (
    id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    -- bearer: sent as it is; client: an OAuth client whose id is this row's, exchanged for access tokens.
    kind text NOT NULL DEFAULT 'bearer' CHECK (kind IN ('bearer', 'client')),
    hash bytea NOT NULL UNIQUE,
    suffix text NOT NULL,
    created_at ${NOW},
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,
  `CREATE INDEX directory_secrets_directory ON directory_secrets (directory_id)`,

  // resource: what the IdP sent (canonical SCIM spelling); profile: the canonical user that REST and events show.
  // announced: receivers know this user as present. announced_profile: what the last event said, where a silent change came after it.
  // revision counts stored changes (the ETag), version counts announced ones.
  // No foreign key to directories: a user is written under the directory's lock, and its check cost each creation a tenth.
  `CREATE TABLE users (
    id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL,
    user_name text NOT NULL,
    user_name_key text COLLATE "C" NOT NULL,
    external_id text COLLATE "C",
    -- Every address in lower case: a lookup by address must not read the whole directory (ENTRA-R2).
    email_keys text[] COLLATE "C" NOT NULL DEFAULT '{}',
    active boolean NOT NULL,
    announced boolean NOT NULL,
    resource jsonb NOT NULL,
    profile jsonb NOT NULL,
    announced_profile jsonb,
    version bigint NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 1,
    created_at ${NOW},
    updated_at ${NOW},
    deleted_at timestamptz,
    CHECK (deleted_at IS NULL OR NOT active)
  ) WITH (fillfactor = 85)`,
  `CREATE UNIQUE INDEX users_user_name ON users (directory_id, user_name_key) WHERE deleted_at IS NULL`,
  `CREATE INDEX users_external_id ON users (directory_id, external_id) WHERE external_id IS NOT NULL`,
  `CREATE INDEX users_emails ON users USING gin (email_keys) WITH (gin_pending_list_limit = 256)`,
  // deleted_at comes along so that paging far into a list reads the index alone.
  `CREATE UNIQUE INDEX users_directory ON users (directory_id, id) INCLUDE (deleted_at)`,
  // Finds the leaver whom a re-creation may bring back (contract section 6).
  `CREATE INDEX users_deleted_name ON users (directory_id, user_name_key) WHERE deleted_at IS NOT NULL`,

  `CREATE TABLE groups (
    id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    display_name text NOT NULL,
    display_name_key text COLLATE "C" NOT NULL,
    external_id text COLLATE "C",
    source text NOT NULL DEFAULT 'scim' CHECK (source IN ('scim', 'pull', 'rule')),
    resource jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 0,
    revision bigint NOT NULL DEFAULT 1,
    created_at ${NOW},
    updated_at ${NOW}
  )`,
  // Not unique: two groups of one name may live side by side when both carry different externalIds (contract section 6).
  `CREATE INDEX groups_display_name ON groups (directory_id, display_name_key)`,
  `CREATE INDEX groups_external_id ON groups (directory_id, external_id) WHERE external_id IS NOT NULL`,
  `CREATE UNIQUE INDEX groups_directory ON groups (directory_id, id)`,

  // What custom extension schemas were seen to contain, for /Schemas and /ResourceTypes.
  `CREATE TABLE extension_attributes (
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    resource_type text NOT NULL CHECK (resource_type IN ('User', 'Group')),
    urn text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    definition jsonb NOT NULL,
    PRIMARY KEY (directory_id, resource_type, urn, name)
  )`,

  // The composite keys make a member of another directory impossible.
  `CREATE TABLE group_members (
    directory_id ${ID} NOT NULL,
    group_id ${ID} NOT NULL,
    user_id ${ID} NOT NULL,
    PRIMARY KEY (group_id, user_id),
    FOREIGN KEY (directory_id, group_id) REFERENCES groups (directory_id, id) ON DELETE CASCADE,
    FOREIGN KEY (directory_id, user_id) REFERENCES users (directory_id, id) ON DELETE CASCADE
  )`,
  `CREATE INDEX group_members_user ON group_members (user_id, group_id)`,

  // Members we do not know yet, and nested groups: kept as sent, a user who arrives under that id or externalId joins.
  `CREATE TABLE group_references (
    directory_id ${ID} NOT NULL,
    group_id ${ID} NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (group_id, value),
    FOREIGN KEY (directory_id, group_id) REFERENCES groups (directory_id, id) ON DELETE CASCADE
  )`,
  `CREATE INDEX group_references_value ON group_references (directory_id, value)`,

  // Users whose membership changed and who are still to be announced (changes of more than 1,000 users).
  `CREATE TABLE pending_announcements (
    directory_id ${ID} NOT NULL,
    user_id ${ID} NOT NULL,
    previous_groups jsonb NOT NULL,
    created_at ${NOW},
    PRIMARY KEY (directory_id, user_id),
    FOREIGN KEY (directory_id, user_id) REFERENCES users (directory_id, id) ON DELETE CASCADE
  )`,

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
  )`,
  `CREATE INDEX events_feed ON events (xid, id) WHERE in_feed`,
  `CREATE UNIQUE INDEX events_sequence ON events (directory_id, sequence) WHERE sequence IS NOT NULL`,
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
    failing_since timestamptz,
    created_at ${NOW},
    updated_at ${NOW}
  )`,
  `CREATE TABLE endpoint_secrets (
    id ${ID} PRIMARY KEY,
    endpoint_id ${ID} NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    cipher bytea NOT NULL,
    created_at ${NOW},
    expires_at timestamptz
  )`,
  `CREATE INDEX endpoint_secrets_endpoint ON endpoint_secrets (endpoint_id)`,

  // ordinal is allotted under the directory's lock: per resource it is the order in which deliveries must arrive.
  // step counts the attempts that consumed a step of the ladder, attempts all of them (interrupted ones too).
  `CREATE TABLE deliveries (
    id ${ID} PRIMARY KEY,
    ordinal bigint GENERATED ALWAYS AS IDENTITY,
    event_id ${ID} NOT NULL,
    endpoint_id ${ID} NOT NULL,
    resource_id ${ID} NOT NULL,
    event_type text NOT NULL,
    lane smallint NOT NULL CHECK (lane IN (0, 1)),
    plain_update boolean NOT NULL,
    replay boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'pending'
      CHECK (state IN ('pending', 'sending', 'delivered', 'retrying', 'exhausted', 'superseded', 'canceled')),
    step smallint NOT NULL DEFAULT 0 CHECK (step >= 0),
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= step),
    next_attempt_at timestamptz DEFAULT now(),
    lease_token ${ID},
    lease_until timestamptz,
    last_status integer,
    created_at ${NOW},
    delivered_at timestamptz,
    CHECK ((state = 'sending') = (lease_token IS NOT NULL)),
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state = 'delivered') = (delivered_at IS NOT NULL)),
    CHECK ((state IN ('pending', 'retrying')) = (next_attempt_at IS NOT NULL)),
    CHECK (state <> 'retrying' OR attempts > 0)
  ) WITH (fillfactor = 70)`,
  // What a claim scans: the due rows of one endpoint's lane, without meeting those whose time has not come.
  `CREATE INDEX deliveries_due ON deliveries (endpoint_id, lane, next_attempt_at, ordinal) WHERE state IN ('pending', 'retrying')`,
  // What order per user asks: is an earlier one of the same resource still under way?
  `CREATE INDEX deliveries_live ON deliveries (endpoint_id, resource_id, lane, ordinal) WHERE state IN ('pending', 'sending', 'retrying')`,
  `CREATE INDEX deliveries_lease ON deliveries (lease_until) WHERE state = 'sending'`,
  `CREATE INDEX deliveries_endpoint ON deliveries (endpoint_id, id)`,
  `CREATE INDEX deliveries_event ON deliveries (event_id)`,

  // In place of a foreign key, whose check locks the endpoint's row for every delivery: who deletes an endpoint waits for the changes
  // in flight (the lock is ENDPOINTS_LOCK, which they hold shared), so that none of them leaves a delivery behind.
  `CREATE FUNCTION wait_for_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(7265552);
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER webhook_endpoints_delete BEFORE DELETE ON webhook_endpoints
    FOR EACH STATEMENT EXECUTE FUNCTION wait_for_changes()`,
  `CREATE FUNCTION delete_deliveries() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM deliveries d USING deleted WHERE d.endpoint_id = deleted.id;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER webhook_endpoints_deleted AFTER DELETE ON webhook_endpoints REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_deliveries()`,
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
  )`,
  `CREATE INDEX attempts_delivery ON attempts (delivery_id, id)`,
  // In place of a foreign key, whose check of each attempt costs the recording a tenth: attempts are written with their delivery's row locked.
  `CREATE FUNCTION delete_attempts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM attempts a USING deleted WHERE a.delivery_id = deleted.id;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER deliveries_deleted AFTER DELETE ON deliveries REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_attempts()`,

  `CREATE TABLE api_keys (
    id ${ID} PRIMARY KEY,
    name text NOT NULL DEFAULT '',
    hash bytea NOT NULL UNIQUE,
    suffix text NOT NULL,
    scopes text[] NOT NULL,
    bootstrap boolean NOT NULL DEFAULT false,
    created_at ${NOW},
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,

  // The key pair behind /keys: access tokens are RS256 JWTs with its kid.
  `CREATE TABLE signing_keys (
    kid text PRIMARY KEY,
    public_jwk jsonb NOT NULL,
    private_cipher bytea NOT NULL,
    created_at ${NOW}
  )`,

  // Tells every process to forget what it has cached of a directory (enabled, secrets). The argument names the column of its id.
  `CREATE FUNCTION notify_directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('directory_changed', to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[0]);
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER directories_changed AFTER UPDATE OF enabled, deleted_at ON directories
    FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('id')`,
  `CREATE TRIGGER directory_secrets_changed AFTER INSERT OR DELETE OR UPDATE OF revoked_at, expires_at ON directory_secrets
    FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('directory_id')`,
];
