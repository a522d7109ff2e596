import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What applications keep beside a directory, and resends as a list. */
export class ContextsAndResends0001700000000005 implements MigrationInterface {
  name = 'ContextsAndResends0001700000000005';

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
  `CREATE INDEX resends_endpoint ON resends (endpoint_id, id)`,
];
