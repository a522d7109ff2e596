import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** OAuth clients of the SCIM endpoint that sign an assertion with a key of their own in place of a secret (RFC 7523). */
export class ClientKeys0001700000000030 implements MigrationInterface {
  name = 'ClientKeys0001700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE directory_secrets
      ALTER COLUMN hash DROP NOT NULL,
      -- NULL: a secret, in HTTP Basic or in the body.
      ADD COLUMN auth_method text CHECK (auth_method IN ('client_secret_basic', 'client_secret_post', 'private_key_jwt')),
      ADD COLUMN jwks jsonb,
      ADD COLUMN jwks_uri text,
      ADD CONSTRAINT directory_secrets_proof CHECK (
        CASE WHEN auth_method = 'private_key_jwt' THEN hash IS NULL AND num_nonnulls(jwks, jwks_uri) = 1
          ELSE hash IS NOT NULL AND num_nonnulls(jwks, jwks_uri) = 0 END)`);
    // The jti of each assertion that was taken, until the assertion expires: nobody sends it a second time.
    await runner.query(`CREATE TABLE client_assertions (
      client_id text NOT NULL,
      jti bytea NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (client_id, jti)
    )`);
    await runner.query('CREATE INDEX client_assertions_expired ON client_assertions (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE client_assertions');
    await runner.query(`DELETE FROM directory_secrets WHERE auth_method = 'private_key_jwt'`);
    await runner.query(`ALTER TABLE directory_secrets DROP CONSTRAINT directory_secrets_proof,
      DROP COLUMN auth_method, DROP COLUMN jwks, DROP COLUMN jwks_uri, ALTER COLUMN hash SET NOT NULL`);
  }
}
