import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Events that somebody was erased from: what receivers answer to attempts that began before is not kept. */
export class ErasedEvents0001700000000038 implements MigrationInterface {
  name = 'ErasedEvents0001700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events ADD COLUMN erased boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events DROP COLUMN erased');
  }
}
