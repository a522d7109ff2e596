import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { rekeyGroups, rekeyUsers } from './comparison-key/rekey.js';

/**
 * Gives the rows that are stored already their comparison keys. Each page commits for itself, so that nothing waits for a million rows;
 * after a crash the migration begins anew and finds less to do.
 */
export class StoredKeys0001700000000008 implements MigrationInterface {
  name = 'StoredKeys0001700000000008';
  transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // Users whose name became another's: ids only. A user in this table keeps a key that no name has.
    await runner.query(`CREATE TABLE IF NOT EXISTS name_collisions (
      user_id text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
      directory_id text COLLATE "C" NOT NULL,
      named_like text COLLATE "C" NOT NULL,
      found_at timestamptz NOT NULL DEFAULT now()
    )`);
    await rekeyUsers(runner);
    await rekeyGroups(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE name_collisions');
  }
}
