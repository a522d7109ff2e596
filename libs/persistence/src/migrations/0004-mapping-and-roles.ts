import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What people set for a directory, and what the broker does by itself because of it. */
export class MappingAndRoles0001700000000004 implements MigrationInterface {
  name = 'MappingAndRoles0001700000000004';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Roles and policies would be lost: this migration has no way back.');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  // The application's, the same for every organization.
  `CREATE TABLE roles (
    name text COLLATE "C" PRIMARY KEY,
    display_name text NOT NULL,
    description text NOT NULL,
    priority integer NOT NULL CHECK (priority > 0),
    is_default boolean NOT NULL,
    privileged boolean NOT NULL,
    CHECK (NOT (is_default AND privileged))
  )`,
  `CREATE UNIQUE INDEX roles_default ON roles (is_default) WHERE is_default`,

  // With the ids of the groups that they fill.
  `ALTER TABLE directories ADD COLUMN group_rules jsonb NOT NULL DEFAULT '[]'`,

  // Directories whose users are still to be seen through changed settings, up to the end from after_id on.
  `CREATE TABLE pending_recomputations (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    after_id ${ID} NOT NULL DEFAULT '',
    requested_at ${NOW}
  )`,

  // Departure dates to come, of directories whose policy is graceful.
  `CREATE TABLE departures (
    directory_id ${ID} NOT NULL,
    user_id ${ID} PRIMARY KEY,
    at timestamptz NOT NULL
  )`,
  `CREATE INDEX departures_at ON departures (at)`,

  // Erased users of whom events, deliveries and requests still speak.
  `CREATE TABLE pending_erasures (
    user_id ${ID} PRIMARY KEY,
    directory_id ${ID} NOT NULL,
    requested_at ${NOW}
  )`,

  `CREATE TABLE mass_leave_alerts (
    directory_id ${ID} PRIMARY KEY REFERENCES directories ON DELETE CASCADE,
    at timestamptz NOT NULL
  )`,

  `CREATE TABLE organization_mail (
    organization_id ${ID} PRIMARY KEY REFERENCES organizations ON DELETE CASCADE,
    settings jsonb NOT NULL,
    updated_at ${NOW}
  )`,

  // Since when a user is inactive. By triggers that only those who come inactive, leave or return set off.
  `ALTER TABLE users ADD COLUMN inactive_since timestamptz, ADD COLUMN erased_at timestamptz`,
  `CREATE FUNCTION note_inactivity() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.inactive_since := CASE WHEN NEW.active THEN NULL ELSE NEW.updated_at END;
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER users_inactive_insert BEFORE INSERT ON users
    FOR EACH ROW WHEN (NOT NEW.active) EXECUTE FUNCTION note_inactivity()`,
  `CREATE TRIGGER users_inactive_update BEFORE UPDATE OF active ON users
    FOR EACH ROW WHEN (OLD.active <> NEW.active) EXECUTE FUNCTION note_inactivity()`,
  `CREATE INDEX users_inactive ON users (inactive_since, directory_id) WHERE NOT active AND erased_at IS NULL`,
];
