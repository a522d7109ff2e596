import { ID, NOW } from './columns.js';

/** Organizations, directories, users, groups. */
export const DIRECTORY_TABLES = [
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
  // Finds the leaver whom a re-creation may bring back (docs/scim.md).
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
  // Not unique: two groups of one name may live side by side when both carry different externalIds (docs/scim.md).
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
];
