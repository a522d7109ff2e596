import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** How many SCIM requests a second a directory may send; NULL: the default. */
export class ScimRateLimit0001700000000016 implements MigrationInterface {
  name = 'ScimRateLimit0001700000000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE directories ADD COLUMN scim_rate_limit integer CHECK (scim_rate_limit >= 25)');
    await runner.query(`CREATE TRIGGER directories_rate_limit_changed AFTER UPDATE OF scim_rate_limit ON directories
      FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('id')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER directories_rate_limit_changed ON directories');
    await runner.query('ALTER TABLE directories DROP COLUMN scim_rate_limit');
  }
}
