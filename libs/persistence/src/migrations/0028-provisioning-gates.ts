import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** The application that is asked before a person of an organization gets in. */
export class ProvisioningGates0001700000000028 implements MigrationInterface {
  name = 'ProvisioningGates0001700000000028';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provisioning_gates');
    await runner.query('DROP FUNCTION notify_gate_changed()');
  }
}

const ID = 'text COLLATE "C"';
const NOW = 'timestamptz NOT NULL DEFAULT now()';

const STATEMENTS = [
  `CREATE TABLE provisioning_gates (
    id ${ID} PRIMARY KEY,
    organization_id ${ID} NOT NULL UNIQUE REFERENCES organizations ON DELETE CASCADE,
    url text NOT NULL,
    timeout_ms integer NOT NULL CHECK (timeout_ms BETWEEN 100 AND 5000),
    on_timeout text NOT NULL CHECK (on_timeout IN ('allow', 'deny')),
    events text[] NOT NULL,
    enabled boolean NOT NULL,
    secret_cipher bytea NOT NULL,
    created_at ${NOW},
    updated_at ${NOW}
  )`,
  // What is known of a directory's secrets is known together with the gate.
  `CREATE FUNCTION notify_gate_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify('directory_changed', id) FROM directories
        WHERE organization_id = COALESCE(NEW.organization_id, OLD.organization_id) AND deleted_at IS NULL;
      RETURN NULL;
    END $$`,
  `CREATE TRIGGER provisioning_gates_changed AFTER INSERT OR UPDATE OR DELETE ON provisioning_gates
    FOR EACH ROW EXECUTE FUNCTION notify_gate_changed()`,
];
