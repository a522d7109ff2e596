import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What a request said and nobody could read, where it was carried out all the same. */
export class RequestWarnings0001700000000010 implements MigrationInterface {
  name = 'RequestWarnings0001700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE scim_requests ADD COLUMN warnings jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE scim_requests DROP COLUMN warnings');
  }
}
