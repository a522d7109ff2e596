import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is staged for a sync goes with the sync. */
const STAGED = ['sync_users', 'sync_references', 'sync_groups', 'sync_members'];

/**
 * A listing stages several rows a person, and a foreign key looks up the sync for each of them. Every write to these tables holds the
 * sync's own row already, so that the sync cannot go away meanwhile; one trigger takes the rows away with the sync.
 */
export class LightStaging0001700000000036 implements MigrationInterface {
  name = 'LightStaging0001700000000036';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of STAGED) await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_sync_id_fkey`);
    await runner.query(`CREATE FUNCTION forget_staged() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        ${STAGED.map((table) => `DELETE FROM ${table} WHERE sync_id = OLD.id;`).join('\n        ')}
        RETURN NULL;
      END $$`);
    await runner.query(
      'CREATE TRIGGER syncs_forget_staged AFTER DELETE ON syncs FOR EACH ROW EXECUTE FUNCTION forget_staged()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER syncs_forget_staged ON syncs');
    await runner.query('DROP FUNCTION forget_staged');
    for (const table of STAGED) {
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${table}_sync_id_fkey FOREIGN KEY (sync_id) REFERENCES syncs ON DELETE CASCADE`,
      );
    }
  }
}
