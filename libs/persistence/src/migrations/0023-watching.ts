import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people watch: what each request of an identity provider was about, test inboxes, and simulated providers. */
export class Watching0001700000000023 implements MigrationInterface {
  name = 'Watching0001700000000023';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Sandbox directories would pass for real ones: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // NULL: written before there were actions.
  `ALTER TABLE scim_requests ADD COLUMN action text, ADD COLUMN resource_id ${ID}`,

  `ALTER TABLE directories ADD COLUMN sandbox boolean NOT NULL DEFAULT false`,

  // What the last self-test of a directory found.
  `CREATE TABLE directory_self_tests (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    results jsonb NOT NULL,
    at ${NOW}
  )`,

  // A receiver without code. The token is in its URL.
  `CREATE TABLE inboxes (
    id ${ID} PRIMARY KEY,
    name text NOT NULL,
    token text COLLATE "C" NOT NULL UNIQUE,
    status integer NOT NULL DEFAULT 204,
    delay_ms integer NOT NULL DEFAULT 0,
    created_at ${NOW},
    expires_at timestamptz NOT NULL
  )`,
  `CREATE TABLE inbox_requests (
    id ${ID} PRIMARY KEY,
    inbox_id ${ID} NOT NULL REFERENCES inboxes ON DELETE CASCADE,
    at ${NOW},
    headers jsonb NOT NULL,
    body text NOT NULL,
    signature text NOT NULL CHECK (signature IN ('valid', 'invalid', 'unknown')),
    event_type text
  )`,
  `CREATE INDEX inbox_requests_inbox ON inbox_requests (inbox_id, id)`,

  `CREATE TABLE simulations (
    id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    sent integer NOT NULL DEFAULT 0,
    total integer NOT NULL,
    errors jsonb NOT NULL DEFAULT '[]',
    created_at ${NOW}
  )`,
  // Which workers there are.
  `CREATE UNLOGGED TABLE workers (
    id ${ID} PRIMARY KEY,
    version text NOT NULL,
    in_flight integer NOT NULL,
    last_seen_at ${NOW}
  )`,
  `CREATE INDEX simulations_directory ON simulations (directory_id)`,
];
