import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Of the people of a listing, those whom a date lets leave: no SQL reads the dates of departure, and the guards of a sync count in SQL. */
export class LeaversByDate0001700000000045 implements MigrationInterface {
  name = 'LeaversByDate0001700000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sync_users ADD COLUMN leaves boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sync_users DROP COLUMN leaves');
  }
}
