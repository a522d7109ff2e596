import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the application's role needs of the owner: making and dropping weeks. The feed is not for that role to delete. */
export class ApplicationRole0001700000000020 implements MigrationInterface {
  name = 'ApplicationRole0001700000000020';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [{ schema: string }];
    for (const statement of statements(schema)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER events_in_feed_stay ON events');
    await runner.query('DROP FUNCTION drop_week(text)');
    await runner.query('DROP FUNCTION prepare_weeks()');
  }
}

/** The caller's own schemas are looked at last: nothing that the caller made stands for what is meant. */
const asOwner = (schema: string) => `SECURITY DEFINER SET search_path = pg_catalog, ${schema}, pg_temp`;

const statements = (schema: string) => [
  `CREATE FUNCTION prepare_weeks() RETURNS void LANGUAGE plpgsql ${asOwner(schema)} AS $$
    BEGIN
      PERFORM create_partitions(4);
    END $$`,
  // Detaching and dropping in one transaction needs the table for itself, for a moment: whoever comes then waits for this lock as well,
  // and so it is given up soon. 90 days are promised (docs/webhooks.md), whoever asks.
  `CREATE FUNCTION drop_week(week text) RETURNS void LANGUAGE plpgsql ${asOwner(schema)} SET lock_timeout = '50ms' AS $$
    DECLARE
      kind text := substring(week FROM '^(events|delivery_log|attempts)_[0-9]{8}$');
    BEGIN
      IF kind IS NULL THEN
        RAISE EXCEPTION '% is no week', week;
      END IF;
      IF to_date(right(week, 8), 'YYYYMMDD') + 7 > (now() AT TIME ZONE 'UTC') - interval '90 days' THEN
        RAISE EXCEPTION '% is kept for 90 days', week;
      END IF;
      IF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass(quote_ident(week))) THEN
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', kind, week);
      END IF;
      EXECUTE format('DROP TABLE %I', week);
    END $$`,
  'REVOKE EXECUTE ON FUNCTION prepare_weeks(), drop_week(text) FROM PUBLIC',
  // A resynchronization takes back what it sent before, which is not in the feed. What is in the feed ends with its week.
  `CREATE TRIGGER events_in_feed_stay BEFORE DELETE ON events
    FOR EACH ROW WHEN (OLD.in_feed) EXECUTE FUNCTION refuse_change()`,
];
