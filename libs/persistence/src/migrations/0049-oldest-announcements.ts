import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whoever waits longest is announced first. Each thousand of them read and sorted all who waited: for a group of a hundred thousand, a
 * hundred times as many rows as there were members.
 */
export class OldestAnnouncements0001700000000049 implements MigrationInterface {
  name = 'OldestAnnouncements0001700000000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX pending_announcements_oldest ON pending_announcements (directory_id, created_at, user_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pending_announcements_oldest');
  }
}
