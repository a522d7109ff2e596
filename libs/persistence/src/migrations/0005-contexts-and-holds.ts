import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What applications keep beside a directory, departures that wait for approval, and resends as a list. */
export class ContextsAndHolds0001700000000005 implements MigrationInterface {
  name = 'ContextsAndHolds0001700000000005';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Contexts would be lost: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // Apart from the directory's row, which every change of it reads.
  `CREATE TABLE directory_contexts (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    context jsonb NOT NULL,
    updated_at ${NOW}
  )`,
  // Whom the mass-leaver guard keeps. Written under the directory's lock, like the users themselves.
  `CREATE TABLE held_departures (
    directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
    user_id ${ID} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('deactivated', 'deleted', 'departed')),
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'approved', 'rejected')),
    held_at timestamptz NOT NULL,
    decided_at timestamptz,
    PRIMARY KEY (directory_id, user_id)
  )`,
  // Who was deleted and is held is active for receivers, who know the user.
  `ALTER TABLE users DROP CONSTRAINT users_check, ADD CONSTRAINT users_deleted CHECK (deleted_at IS NULL OR NOT active OR announced)`,
  `CREATE INDEX held_departures_open ON held_departures (state, directory_id) WHERE state <> 'rejected'`,
  `CREATE INDEX resends_endpoint ON resends (endpoint_id, id)`,
];
