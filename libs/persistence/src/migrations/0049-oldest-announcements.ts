import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Whoever waits longest is announced first. Each thousand of them read and sorted all who waited: for a group of a hundred thousand, a
 * hundred times as many rows as there were members.
 * The table is empty most of the time, and then a planner finds all indexes alike. An expression keeps it from looking one person up by
 * this index, which would read all who wait.
 */
export class OldestAnnouncements0001700000000049 implements MigrationInterface {
  name = 'OldestAnnouncements0001700000000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX pending_announcements_oldest ON pending_announcements ((directory_id || ''), created_at)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pending_announcements_oldest');
  }
}
