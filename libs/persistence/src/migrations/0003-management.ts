import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the management API keeps about its own use: limits, answers to repeat, audit entries, inbound requests, portal links. */
export class Management0001700000000003 implements MigrationInterface {
  name = 'Management0001700000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Audit entries are kept: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // Requests a second; null for the default.
  `ALTER TABLE api_keys ADD COLUMN rate_limit integer CHECK (rate_limit > 0)`,

  // answer_cipher: {status, body} as encrypted JSON, null while the first request is still at work.
  `CREATE TABLE idempotency_keys (
    api_key_id ${ID} NOT NULL,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    answer_cipher bytea,
    claimed_at ${NOW},
    created_at ${NOW},
    PRIMARY KEY (api_key_id, key)
  )`,
  `CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at)`,

  // No personal data: who and what are ids.
  `CREATE TABLE audit_logs (
    id ${ID} PRIMARY KEY,
    actor_type text NOT NULL CHECK (actor_type IN ('api_key', 'portal', 'scim', 'system')),
    actor_id ${ID},
    action text NOT NULL,
    target_type text NOT NULL,
    target_id text COLLATE "C",
    organization_id ${ID},
    directory_id ${ID},
    ip text,
    request_id text,
    at ${NOW}
  )`,
  `CREATE INDEX audit_logs_target ON audit_logs (target_id, id)`,
  `CREATE INDEX audit_logs_organization ON audit_logs (organization_id, id)`,
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
    END $$`,
  `CREATE TRIGGER audit_logs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logs
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,

  // What IdPs sent, bodies redacted. No key but what a page needs: rows come by the hundred, and are thrown away.
  `CREATE TABLE scim_requests (
    id ${ID} NOT NULL,
    directory_id ${ID} NOT NULL,
    at timestamptz NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    status integer NOT NULL,
    duration_ms real NOT NULL,
    request_id text NOT NULL,
    secret_id ${ID},
    ip text,
    error text,
    request_body jsonb,
    response_body jsonb,
    PRIMARY KEY (directory_id, id)
  )`,
  `CREATE INDEX scim_requests_at ON scim_requests USING brin (at)`,
  // Requests that came too fast to be written down.
  `CREATE TABLE scim_request_drops (
    directory_id ${ID} PRIMARY KEY,
    dropped bigint NOT NULL,
    last_at ${NOW}
  )`,

  // No entry: every address may come.
  `ALTER TABLE directories ADD COLUMN ip_allowlist text[] NOT NULL DEFAULT '{}'`,
  `CREATE TRIGGER directories_allowlist_changed AFTER UPDATE OF ip_allowlist ON directories
    FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('id')`,

  // The token is in the link alone; the session's is in the cookie alone.
  `CREATE TABLE portal_links (
    id ${ID} PRIMARY KEY,
    organization_id ${ID} NOT NULL REFERENCES organizations ON DELETE CASCADE,
    hash bytea NOT NULL UNIQUE,
    created_at ${NOW},
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE INDEX portal_links_organization ON portal_links (organization_id, id)`,
  `CREATE TABLE portal_sessions (
    id ${ID} PRIMARY KEY,
    link_id ${ID} NOT NULL,
    organization_id ${ID} NOT NULL REFERENCES organizations ON DELETE CASCADE,
    hash bytea NOT NULL UNIQUE,
    created_at ${NOW},
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX portal_sessions_link ON portal_sessions (link_id)`,
];
