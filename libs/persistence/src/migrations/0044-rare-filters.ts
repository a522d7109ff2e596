import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Filters of the long logs that few rows match. A log has what is frequent in every part: only which parts have what is rare needs an index.
 * Block ranges with Bloom filters know that, and cost a write next to nothing: a range is summed up when it is vacuumed, not row by row.
 */
export class RareFilters0001700000000044 implements MigrationInterface {
  name = 'RareFilters0001700000000044';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX delivery_log_rare, audit_logs_rare, mails_unsent, mails_kind, mails_recipient');
  }
}

/** A summary that knows this many values of a range of rows. */
const bloom = (column: string, values: number) => `${column} text_bloom_ops (n_distinct_per_range = ${values})`;

/** 128 KiB of rows. */
const RANGE = 'WITH (pages_per_range = 16)';

const STATEMENTS = [
  `CREATE INDEX delivery_log_rare ON delivery_log USING brin (${bloom('resource_id', 600)}, ${bloom('organization_id', 200)},
    ${bloom('event_type', 32)}, ${bloom('state', 16)}, last_status int4_minmax_multi_ops) ${RANGE}`,
  `CREATE INDEX audit_logs_rare ON audit_logs USING brin (${bloom('actor_id', 100)}, ${bloom('action', 100)}, ${bloom('target_type', 32)},
    ${bloom('directory_id', 200)}, at) ${RANGE}`,
  // Nearly all mails are sent.
  `CREATE INDEX mails_unsent ON mails (organization_id, state, id) WHERE state <> 'sent'`,
  'CREATE INDEX mails_kind ON mails (organization_id, mail, id)',
  'CREATE INDEX mails_recipient ON mails (organization_id, comparison_key(recipient), id)',
];
