import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sessions of the dashboard, what a portal link opens, and how the portal looks. */
export class Portal0001700000000022 implements MigrationInterface {
  name = 'Portal0001700000000022';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Portal settings would be lost: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

/** NULL: every directory, every section. */
const GRANT = `ADD COLUMN directory_id ${ID}, ADD COLUMN sections text[], ADD COLUMN return_url text`;

const STATEMENTS = [
  `ALTER TABLE portal_links ${GRANT}`,
  `ALTER TABLE portal_sessions ${GRANT}`,

  // A session has the scopes of its key, which are read with it: a revoked key ends its sessions.
  `CREATE TABLE dashboard_sessions (
    id ${ID} PRIMARY KEY,
    api_key_id ${ID} NOT NULL REFERENCES api_keys ON DELETE CASCADE,
    hash bytea NOT NULL UNIQUE,
    created_at ${NOW},
    expires_at timestamptz NOT NULL,
    last_used_at ${NOW}
  )`,
  `CREATE INDEX dashboard_sessions_key ON dashboard_sessions (api_key_id)`,
  // What npm start prints: signs one browser in, once.
  `CREATE TABLE sign_in_links (
    id ${ID} PRIMARY KEY,
    api_key_id ${ID} NOT NULL REFERENCES api_keys ON DELETE CASCADE,
    hash bytea NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
  )`,

  // '*': the deployment's own, which organizations inherit from.
  `CREATE TABLE portal_settings (
    owner ${ID} PRIMARY KEY,
    settings jsonb NOT NULL,
    updated_at ${NOW}
  )`,
  `CREATE TABLE portal_logos (
    owner ${ID} NOT NULL,
    theme text NOT NULL CHECK (theme IN ('light', 'dark')),
    hash text NOT NULL,
    content_type text NOT NULL,
    image bytea NOT NULL,
    updated_at ${NOW},
    PRIMARY KEY (owner, theme)
  )`,
  `CREATE INDEX portal_logos_hash ON portal_logos (hash)`,

  // Answers whether anybody has ever opened a portal.
  `CREATE INDEX audit_logs_portal ON audit_logs (id) WHERE action = 'portal_session.begin'`,

  // When the identity provider connected first: its requests leave the log after days.
  `ALTER TABLE directory_counters ADD COLUMN first_request_at timestamptz`,
  `CREATE FUNCTION note_first_request() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.first_request_at := now();
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER directory_counters_connected BEFORE UPDATE ON directory_counters
    FOR EACH ROW WHEN (OLD.status = 'DRAFT' AND NEW.status <> 'DRAFT') EXECUTE FUNCTION note_first_request()`,
];
