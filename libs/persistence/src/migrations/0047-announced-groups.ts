import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The groups that the last event of a user named, where they have changed without an event: the next one tells the difference. */
export class AnnouncedGroups0001700000000047 implements MigrationInterface {
  name = 'AnnouncedGroups0001700000000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ADD COLUMN announced_groups jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN announced_groups');
  }
}
