import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Each audit entry carries the hash of the entry before it: whoever changes or removes one breaks the chain (docs/audit.md). */
export class AuditChain0001700000000031 implements MigrationInterface {
  name = 'AuditChain0001700000000031';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [{ schema: string }];
    for (const statement of statements(schema)) await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Audit entries keep their hashes: this migration has no way back.');
  }
}

/** The caller's own schemas are looked at last: no table of the caller stands for the log. */
const inSchema = (schema: string) => `SET search_path = pg_catalog, ${schema}, pg_temp`;

const statements = (schema: string) => [
  // sequence: the entry's number in its chain. Entries of one organization are a chain, and so are those of none.
  `ALTER TABLE audit_logs
    ADD COLUMN outcome text NOT NULL DEFAULT 'done' CHECK (outcome IN ('done', 'refused')),
    ADD COLUMN error_code text,
    ADD COLUMN changes jsonb,
    ADD COLUMN sequence bigint,
    ADD COLUMN previous_hash text COLLATE "C",
    ADD COLUMN hash text COLLATE "C"`,

  // RFC 8785 for what entries hold: text, whole numbers and truth values, with names in ASCII.
  `CREATE FUNCTION canonical_json(value jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    BEGIN
      RETURN CASE jsonb_typeof(value)
        WHEN 'object' THEN (SELECT '{' || COALESCE(string_agg(to_json(key)::text || ':' || canonical_json(member), ','
          ORDER BY key COLLATE "C"), '') || '}' FROM jsonb_each(value) AS o(key, member))
        WHEN 'array' THEN (SELECT '[' || COALESCE(string_agg(canonical_json(item), ',' ORDER BY place), '') || ']'
          FROM jsonb_array_elements(value) WITH ORDINALITY AS a(item, place))
        ELSE value::text END;
    END $$`,
  // What is hashed. Fields without a value are left out, so that fields of later versions do not change the hashes of today.
  `CREATE FUNCTION audit_entry(entry audit_logs) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT jsonb_object_agg(key, value) FROM jsonb_each(jsonb_build_object('id', (entry).id, 'at', iso((entry).at),
      'actor_type', (entry).actor_type, 'actor_id', (entry).actor_id, 'action', (entry).action, 'target_type', (entry).target_type,
      'target_id', (entry).target_id, 'organization_id', (entry).organization_id, 'directory_id', (entry).directory_id,
      'ip', (entry).ip, 'request_id', (entry).request_id, 'outcome', (entry).outcome, 'error_code', (entry).error_code,
      'changes', (entry).changes, 'sequence', (entry).sequence, 'previous_hash', (entry).previous_hash)) WHERE value <> 'null')`,
  `CREATE FUNCTION audit_hash(entry audit_logs) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN encode(sha256(convert_to(canonical_json(audit_entry(entry)), 'UTF8')), 'hex')`,

  // Entries that were there before, in the order in which they were written.
  'ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_append_only',
  `DO $$
    DECLARE
      entry audit_logs;
      last audit_logs;
    BEGIN
      FOR entry IN SELECT * FROM audit_logs ORDER BY organization_id, at, id LOOP
        IF entry.organization_id IS DISTINCT FROM last.organization_id THEN last := NULL; END IF;
        entry.sequence := COALESCE(last.sequence, 0) + 1;
        entry.previous_hash := last.hash;
        entry.hash := audit_hash(entry);
        UPDATE audit_logs SET sequence = entry.sequence, previous_hash = entry.previous_hash, hash = entry.hash WHERE id = entry.id;
        last := entry;
      END LOOP;
    END $$`,
  'ALTER TABLE audit_logs ENABLE TRIGGER audit_logs_append_only',
  'ALTER TABLE audit_logs ALTER COLUMN sequence SET NOT NULL, ALTER COLUMN hash SET NOT NULL',
  // No chain has two entries with one number: it cannot fork, whatever isolation its writers ask for.
  `CREATE UNIQUE INDEX audit_logs_chain ON audit_logs ((COALESCE(organization_id, '')), sequence)`,

  // Writers of one chain come one after the other, until each has committed. Writers of other chains do not wait.
  `CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql ${inSchema(schema)} AS $$
    DECLARE
      chain text := COALESCE(NEW.organization_id, '');
      last record;
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtextextended('audit_logs ' || chain, 0));
      SELECT sequence, hash, at INTO last FROM audit_logs WHERE COALESCE(organization_id, '') = chain ORDER BY sequence DESC LIMIT 1;
      NEW.at := date_trunc('milliseconds', GREATEST(clock_timestamp(), last.at));
      NEW.sequence := COALESCE(last.sequence, 0) + 1;
      NEW.previous_hash := last.hash;
      NEW.hash := audit_hash(NEW);
      RETURN NEW;
    END $$`,
  `CREATE TRIGGER audit_logs_chained BEFORE INSERT ON audit_logs FOR EACH ROW EXECUTE FUNCTION chain_audit_entry()`,

  // For the owner alone, whose right it takes. What is left of each chain begins behind the entries that went, and its newest entry says
  // which they were: without such an entry, a chain that has lost its beginning is broken.
  `CREATE FUNCTION trim_audit_log(before timestamptz) RETURNS bigint LANGUAGE plpgsql ${inSchema(schema)} AS $$
    DECLARE
      gone record;
      count bigint;
      removed bigint := 0;
    BEGIN
      ALTER TABLE audit_logs DISABLE TRIGGER audit_logs_append_only;
      FOR gone IN SELECT DISTINCT ON (COALESCE(organization_id, '')) organization_id, sequence, hash FROM audit_logs
        WHERE at < before ORDER BY COALESCE(organization_id, ''), sequence DESC
      LOOP
        INSERT INTO audit_logs (id, actor_type, action, target_type, organization_id, changes) VALUES (
          id_at('log', clock_timestamp()) || upper(left(replace(gen_random_uuid()::text, '-', ''), 16)),
          'system', 'audit_log.trim', 'audit_log', gone.organization_id, jsonb_build_object('entries', jsonb_build_object(
            'before', jsonb_build_object('sequence', gone.sequence, 'hash', gone.hash), 'after', null)));
        DELETE FROM audit_logs WHERE COALESCE(organization_id, '') = COALESCE(gone.organization_id, '') AND sequence <= gone.sequence;
        GET DIAGNOSTICS count = ROW_COUNT;
        removed := removed + count;
      END LOOP;
      ALTER TABLE audit_logs ENABLE TRIGGER audit_logs_append_only;
      RETURN removed;
    END $$`,
  'REVOKE EXECUTE ON FUNCTION trim_audit_log(timestamptz) FROM PUBLIC',
];
