import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { ID, NOW } from './initial/columns.js';

/** Directories that Rollcall pulls: how their sources are reached, what was listed, and what came of it. */
export class Connections0001700000000024 implements MigrationInterface {
  name = 'Connections0001700000000024';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [
      'sync_changes',
      'sync_leavers',
      'sync_members',
      'sync_groups',
      'sync_references',
      'sync_users',
      'syncs',
      'connections',
    ])
      await runner.query(`DROP TABLE ${table}`);
  }
}

const STATEMENTS = [
  `CREATE TABLE connections (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    settings jsonb NOT NULL DEFAULT '{}',
    -- A JSON object of the secrets, sealed.
    secrets_cipher bytea,
    -- NULL: off.
    schedule_ms bigint,
    next_sync_at timestamptz,
    last_test jsonb,
    failing_since timestamptz,
    failures integer NOT NULL DEFAULT 0,
    -- Where changes are to be asked from; and when the source was last listed in full.
    mark text,
    full_at timestamptz,
    -- What a notification has to name, and what the source answered when it was asked for notifications; sealed.
    notification_token text NOT NULL,
    watch_cipher bytea,
    watch_until timestamptz,
    notified_at timestamptz,
    updated_at ${NOW}
  )`,
  `CREATE INDEX connections_due ON connections (next_sync_at) WHERE next_sync_at IS NOT NULL`,

  `CREATE TABLE syncs (
    id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'queued'
      CHECK (state IN ('queued', 'running', 'needs_review', 'succeeded', 'failed', 'canceled')),
    trigger text NOT NULL CHECK (trigger IN ('schedule', 'manual', 'notification', 'upload')),
    dry_run boolean NOT NULL DEFAULT false,
    -- full: who is absent has left. partial: only what was listed counts.
    scope text NOT NULL DEFAULT 'full' CHECK (scope IN ('full', 'partial')),
    phase text NOT NULL DEFAULT 'listing_users',
    -- The sync whose staged rows this one applies: itself, except for an upload that was checked before.
    staging_id ${ID} NOT NULL,
    -- Where the listing goes on after a crash.
    position text,
    approved boolean NOT NULL DEFAULT false,
    cancel_requested boolean NOT NULL DEFAULT false,
    announced boolean NOT NULL DEFAULT false,
    seen bigint NOT NULL DEFAULT 0,
    total bigint,
    counts jsonb NOT NULL DEFAULT '{}',
    warnings jsonb NOT NULL DEFAULT '[]',
    mark text,
    error jsonb,
    review jsonb,
    -- The directory's sequence when a dry run was made: what it showed holds as long as that stays.
    sequence bigint,
    tries integer NOT NULL DEFAULT 0,
    run_after timestamptz NOT NULL DEFAULT now(),
    -- Whoever works on it; proves it with every write.
    lease text,
    lease_until timestamptz,
    -- False: a file of users alone says nothing about groups.
    lists_groups boolean NOT NULL DEFAULT true,
    -- Groups are values of people: whoever is listed is in no other ones.
    derives_groups boolean NOT NULL DEFAULT false,
    created_at ${NOW},
    started_at timestamptz,
    finished_at timestamptz
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX syncs_directory ON syncs (directory_id, id)`,
  // One at a time; one more may wait that was asked for, and one that waits for a person to look.
  `CREATE UNIQUE INDEX syncs_running ON syncs (directory_id) WHERE state = 'running'`,
  `CREATE UNIQUE INDEX syncs_queued ON syncs (directory_id) WHERE state = 'queued' AND NOT approved AND trigger <> 'upload'`,
  `CREATE INDEX syncs_open ON syncs (run_after) WHERE state IN ('queued', 'running')`,
  `CREATE INDEX syncs_unfinished ON syncs (state) WHERE state IN ('queued', 'running', 'needs_review')`,

  // What a listing has shown, until the sync is over.
  `CREATE TABLE sync_users (
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    external_id text COLLATE "C" NOT NULL,
    resource jsonb NOT NULL,
    absent text[] NOT NULL DEFAULT '{}',
    gone boolean NOT NULL DEFAULT false,
    PRIMARY KEY (sync_id, external_id)
  )`,
  `CREATE TABLE sync_references (
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('user', 'group')),
    reference text COLLATE "C" NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (sync_id, kind, reference)
  )`,
  `CREATE TABLE sync_groups (
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    external_id text COLLATE "C" NOT NULL,
    resource jsonb NOT NULL,
    everyone boolean NOT NULL DEFAULT false,
    -- All its members were listed with it.
    whole boolean NOT NULL,
    PRIMARY KEY (sync_id, external_id)
  )`,
  `CREATE TABLE sync_members (
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    group_id text COLLATE "C" NOT NULL,
    nested boolean NOT NULL,
    member text COLLATE "C" NOT NULL,
    PRIMARY KEY (sync_id, group_id, nested, member)
  )`,
  // Who would leave, as it was shown to whoever approves.
  `CREATE TABLE sync_leavers (
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    id ${ID} NOT NULL,
    PRIMARY KEY (sync_id, id)
  )`,
  `CREATE TABLE sync_changes (
    id ${ID} PRIMARY KEY,
    sync_id ${ID} NOT NULL REFERENCES syncs ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('created', 'updated', 'deactivated', 'skipped')),
    user_id ${ID},
    user_name text,
    email text,
    name text,
    changed jsonb NOT NULL DEFAULT '[]',
    why text,
    groups_lost jsonb NOT NULL DEFAULT '[]'
  )`,
  `CREATE INDEX sync_changes_sync ON sync_changes (sync_id, id)`,
  `CREATE INDEX sync_changes_user ON sync_changes (user_id) WHERE user_id IS NOT NULL`,
];
