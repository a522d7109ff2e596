import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Look-ups that one directory cannot make expensive for another, nor for itself: addresses are found by their directory, and of the many
 * who have left under one name or externalId the last ones are found first.
 */
export class Lookups0001700000000035 implements MigrationInterface {
  name = 'Lookups0001700000000035';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX users_emails, users_external_id, users_deleted_name, groups_display_name');
    await runner.query('DROP FUNCTION directory_keys');
    await runner.query(
      'CREATE INDEX users_external_id ON users (directory_id, external_id) WHERE external_id IS NOT NULL',
    );
    await runner.query('CREATE INDEX users_emails ON users USING gin (email_keys) WITH (gin_pending_list_limit = 256)');
    await runner.query('CREATE INDEX groups_display_name ON groups (directory_id, display_name_key)');
    await runner.query(
      'CREATE INDEX users_deleted_name ON users (directory_id, user_name_key) WHERE deleted_at IS NOT NULL',
    );
  }
}

const STATEMENTS = [
  'DROP INDEX users_emails, users_external_id, users_deleted_name, groups_display_name',
  `CREATE FUNCTION directory_keys(directory text, keys text[]) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      key text;
      result text[] := '{}';
    BEGIN
      FOREACH key IN ARRAY keys LOOP
        result := result || (directory || ' ' || key);
      END LOOP;
      RETURN result;
    END $$`,
  `CREATE INDEX users_emails ON users USING gin (directory_keys(directory_id, email_keys)) WITH (gin_pending_list_limit = 256)`,
  `CREATE INDEX users_external_id ON users (directory_id, external_id, deleted_at) WHERE external_id IS NOT NULL`,
  `CREATE INDEX users_deleted_name ON users (directory_id, user_name_key, deleted_at) WHERE deleted_at IS NOT NULL`,
  'CREATE INDEX groups_display_name ON groups (directory_id, display_name_key, external_id)',
];
