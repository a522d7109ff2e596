import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The outbox of mails, and until when a directory's initial sync lasts, in which nobody is welcomed. */
export class Mails0001700000000027 implements MigrationInterface {
  name = 'Mails0001700000000027';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE directory_counters DROP COLUMN initial_sync_until');
    await runner.query('DROP TABLE told_deprovisionings');
    await runner.query('DROP TABLE mails');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // message_key: of the mail, its cause and the address. The parts are emptied when the mail was sent.
  `CREATE TABLE mails (
    id ${ID} PRIMARY KEY,
    organization_id ${ID} NOT NULL,
    directory_id ${ID},
    user_id ${ID},
    mail text NOT NULL,
    message_key text COLLATE "C" NOT NULL UNIQUE,
    recipient text NOT NULL,
    subject text NOT NULL,
    text_part text NOT NULL,
    html_part text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'retrying', 'failed', 'suppressed')),
    attempts jsonb NOT NULL DEFAULT '[]',
    -- Of these attempts, how many count for the pauses: a retry by hand begins anew.
    step integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz,
    lease_token ${ID},
    lease_until timestamptz,
    error text,
    created_at ${NOW},
    sent_at timestamptz,
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('queued', 'retrying')) = (next_attempt_at IS NOT NULL))
  ) WITH (fillfactor = 70)`,
  `CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state IN ('queued', 'retrying')`,
  `CREATE INDEX mails_lease ON mails (lease_until) WHERE state = 'sending'`,
  `CREATE INDEX mails_organization ON mails (organization_id, id)`,
  `CREATE INDEX mails_directory ON mails (directory_id) WHERE directory_id IS NOT NULL`,
  `CREATE INDEX mails_user ON mails (user_id) WHERE user_id IS NOT NULL`,

  // Which undelivered deprovisionings somebody was told of, and after how many attempts.
  `CREATE TABLE told_deprovisionings (
    delivery_id ${ID} PRIMARY KEY,
    attempts integer NOT NULL
  )`,

  // Whoever is there already came with an initial sync that is over.
  `ALTER TABLE directory_counters ADD COLUMN initial_sync_until timestamptz`,
  `UPDATE directory_counters SET initial_sync_until = now() WHERE user_records > 0`,
];
