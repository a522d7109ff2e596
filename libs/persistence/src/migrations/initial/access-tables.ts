import { ID, NOW } from './columns.js';

/** API keys, signing keys, and what tells other processes of changes. */
export const ACCESS_TABLES = [
  `CREATE TABLE api_keys (
    id ${ID} PRIMARY KEY,
    name text NOT NULL DEFAULT '',
    hash bytea NOT NULL UNIQUE,
    suffix text NOT NULL,
    scopes text[] NOT NULL,
    bootstrap boolean NOT NULL DEFAULT false,
    created_at ${NOW},
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz
  )`,

  // The key pair behind /keys: access tokens are RS256 JWTs with its kid.
  `CREATE TABLE signing_keys (
    kid text PRIMARY KEY,
    public_jwk jsonb NOT NULL,
    private_cipher bytea NOT NULL,
    created_at ${NOW}
  )`,

  // Tells every process to forget what it has cached of a directory (enabled, secrets). The argument names the column of its id.
  `CREATE FUNCTION notify_directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('directory_changed', to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[0]);
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER directories_changed AFTER UPDATE OF enabled, deleted_at ON directories
    FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('id')`,
  `CREATE TRIGGER directory_secrets_changed AFTER INSERT OR DELETE OR UPDATE OF revoked_at, expires_at ON directory_secrets
    FOR EACH ROW EXECUTE FUNCTION notify_directory_changed('directory_id')`,
];
