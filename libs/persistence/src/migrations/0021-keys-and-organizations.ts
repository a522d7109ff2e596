import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** An API key may be for some organizations only; signing keys follow one another. */
export class KeysAndOrganizations0001700000000021 implements MigrationInterface {
  name = 'KeysAndOrganizations0001700000000021';

  async up(runner: QueryRunner): Promise<void> {
    // NULL: all organizations.
    await runner.query(
      'ALTER TABLE api_keys ADD COLUMN organization_ids text[] CHECK (array_length(organization_ids, 1) > 0)',
    );
    // A key is published before it signs: whoever verifies tokens has read it by then. NULL: no end.
    await runner.query(
      'ALTER TABLE signing_keys ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now(), ADD COLUMN ends_at timestamptz',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE signing_keys DROP COLUMN signs_from, DROP COLUMN ends_at');
    await runner.query('ALTER TABLE api_keys DROP COLUMN organization_ids');
  }
}
