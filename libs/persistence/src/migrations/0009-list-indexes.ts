import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the lists of a large directory are read by. */
export class ListIndexes0001700000000009 implements MigrationInterface {
  name = 'ListIndexes0001700000000009';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE user_changes; DROP INDEX users_left, groups_changed, groups_rule');
  }
}

const STATEMENTS = [
  // One row a user, under the time of its last change.
  `CREATE TABLE user_changes (
    directory_id text COLLATE "C" NOT NULL,
    updated_at timestamptz NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    PRIMARY KEY (directory_id, updated_at, user_id)
  )`,
  `LOCK TABLE users IN SHARE MODE`,
  `INSERT INTO user_changes (directory_id, updated_at, user_id)
    SELECT directory_id, updated_at, id FROM users ORDER BY directory_id, updated_at, id`,
  `CREATE INDEX users_left ON users (directory_id, id) WHERE NOT active`,
  // Groups are few and rarely changed.
  `CREATE INDEX groups_changed ON groups (directory_id, updated_at, id)`,
  `CREATE INDEX groups_rule ON groups (directory_id) WHERE source = 'rule'`,
];
