import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How strictly a directory takes what its client sends, and an index of denials by the gate, which an erasure looks through. */
export class ProfilesAndDenials0001700000000032 implements MigrationInterface {
  name = 'ProfilesAndDenials0001700000000032';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE directories ADD COLUMN scim_profile text NOT NULL DEFAULT 'default'
      CHECK (scim_profile IN ('default', 'interop', 'ipsie'))`);
    await runner.query(`CREATE TRIGGER directories_profile_changed AFTER UPDATE OF scim_profile ON directories
      FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('id')`);
    await runner.query(`CREATE INDEX events_denials ON events (resource_id) WHERE type = 'rollcall.gate.denied'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_denials');
    await runner.query('DROP TRIGGER directories_profile_changed ON directories');
    await runner.query('ALTER TABLE directories DROP COLUMN scim_profile');
  }
}
