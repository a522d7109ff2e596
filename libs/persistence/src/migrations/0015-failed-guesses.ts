import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Wrong secrets of a client from an address, counted by all processes together. */
export class FailedGuesses0001700000000015 implements MigrationInterface {
  name = 'FailedGuesses0001700000000015';

  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: what a crash of the server forgets is a minute old at most.
    await runner.query(`CREATE UNLOGGED TABLE failed_guesses (
      subject bytea PRIMARY KEY,
      failures integer NOT NULL,
      ends_at timestamptz NOT NULL
    ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE failed_guesses');
  }
}
