import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Of which source a sync has listed what is staged: a connection may be saved anew while the sync runs. */
export class ListedSource0001700000000040 implements MigrationInterface {
  name = 'ListedSource0001700000000040';

  async up(runner: QueryRunner): Promise<void> {
    // A hash of the settings and of the sealed secrets.
    await runner.query('ALTER TABLE syncs ADD COLUMN source text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE syncs DROP COLUMN source');
  }
}
