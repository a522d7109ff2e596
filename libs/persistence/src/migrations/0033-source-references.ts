import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { ID } from './initial/columns.js';

/** How sources name people: managers and members are named by a DN or an address, and a list of changes does not hold everybody. */
export class SourceReferences0001700000000033 implements MigrationInterface {
  name = 'SourceReferences0001700000000033';

  async up(runner: QueryRunner): Promise<void> {
    // How the source names the manager, where that is another name than the external id.
    await runner.query('ALTER TABLE sync_users ADD COLUMN manager text COLLATE "C"');
    // Of the last full listing, and of the changes since. Only for sources that can tell changes.
    await runner.query(`CREATE TABLE source_references (
      directory_id ${ID} NOT NULL REFERENCES directories ON DELETE CASCADE,
      reference text COLLATE "C" NOT NULL,
      external_id text COLLATE "C" NOT NULL,
      PRIMARY KEY (directory_id, reference)
    )`);
    // The next sync of each directory lists everything, and learns the names.
    await runner.query('UPDATE connections SET mark = NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE source_references');
    await runner.query('ALTER TABLE sync_users DROP COLUMN manager');
  }
}
