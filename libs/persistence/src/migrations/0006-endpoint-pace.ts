import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** One rate limit for all workers together. */
export class EndpointPace0001700000000006 implements MigrationInterface {
  name = 'EndpointPace0001700000000006';

  async up(runner: QueryRunner): Promise<void> {
    // Unlogged: what a crash of the server forgets is a fraction of a second of pauses.
    await runner.query(`CREATE UNLOGGED TABLE endpoint_pace (
      endpoint_id text COLLATE "C" PRIMARY KEY REFERENCES webhook_endpoints ON DELETE CASCADE,
      next_at timestamptz NOT NULL
    ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE endpoint_pace');
  }
}
