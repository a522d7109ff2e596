import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A row of an index has at most 2,704 bytes. A group's name and its externalId beside it had more where both were long, and the change that
 * the group came with failed as a whole. Many groups may have one name: a number of each externalId finds the one among them as fast.
 */
export class ShortIndexRows0001700000000046 implements MigrationInterface {
  name = 'ShortIndexRows0001700000000046';

  async up(runner: QueryRunner): Promise<void> {
    await replace(runner, 'hashtextextended(external_id, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, 'external_id');
  }
}

/**
 * Groups are few: everybody waits for a moment. With a lesser lock first, changes that had read the table kept the last statement waiting,
 * and were kept waiting by the index: a deadlock.
 */
async function replace(runner: QueryRunner, externalId: string): Promise<void> {
  await runner.query('LOCK TABLE groups IN ACCESS EXCLUSIVE MODE');
  await runner.query('ALTER INDEX groups_display_name RENAME TO groups_display_name_before');
  await runner.query(`CREATE INDEX groups_display_name ON groups (directory_id, display_name_key, ${externalId})`);
  await runner.query('DROP INDEX groups_display_name_before');
}
