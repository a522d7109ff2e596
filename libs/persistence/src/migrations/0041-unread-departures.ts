import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Dates of departure that cannot be read are kept beside those that can, as rows without a time, so that nobody reads a whole directory to
 * count them. A pass over the directories whose policy knows dates fills in what there is.
 */
export class UnreadDepartures0001700000000041 implements MigrationInterface {
  name = 'UnreadDepartures0001700000000041';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX departures_unread');
    await runner.query('DELETE FROM departures WHERE at IS NULL');
    await runner.query('ALTER TABLE departures ALTER COLUMN at SET NOT NULL');
  }
}

const STATEMENTS = [
  'ALTER TABLE departures ALTER COLUMN at DROP NOT NULL',
  'CREATE INDEX departures_unread ON departures (directory_id) WHERE at IS NULL',
  `INSERT INTO pending_recomputations (directory_id)
    SELECT id FROM directories WHERE deleted_at IS NULL AND policy ->> 'departure' = 'graceful'
    ON CONFLICT (directory_id) DO UPDATE SET after_id = '', requested_at = now()`,
];
