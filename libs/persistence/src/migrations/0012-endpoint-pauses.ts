import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What waits for an endpoint goes out when it was corrected; until when its breaker is open, for whoever asks. */
export class EndpointPauses0001700000000012 implements MigrationInterface {
  name = 'EndpointPauses0001700000000012';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE endpoint_pauses');
  }
}

const STATEMENTS = [
  // 'hasten': what waits for its next step is due now. 'all' is 'coalesce' and 'hasten' together.
  `ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_resume_check`,
  `ALTER TABLE webhook_endpoints ADD CONSTRAINT webhook_endpoints_resume_check
    CHECK (resume IN ('coalesce', 'hasten', 'all'))`,
  // Unlogged: what a crash of the server forgets is shown as open for a minute less.
  `CREATE UNLOGGED TABLE endpoint_pauses (
    endpoint_id text COLLATE "C" PRIMARY KEY REFERENCES webhook_endpoints ON DELETE CASCADE,
    until timestamptz NOT NULL
  ) WITH (fillfactor = 50)`,
];
