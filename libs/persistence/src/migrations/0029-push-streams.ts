import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { ID } from './initial/columns.js';

const COLUMNS = `id, event_id, endpoint_id, organization_id, resource_id, event_type, lane, plain_update, replay, step, attempts, last_status,
  created_at, state`;

const view = (more: string): string => `
  SELECT ${COLUMNS}, next_attempt_at, lease_token, lease_until, NULL::timestamptz AS delivered_at${more}
  FROM deliveries WHERE state IN ('pending', 'sending', 'retrying')
  UNION ALL SELECT ${COLUMNS}, NULL, NULL, NULL, delivered_at${more} FROM delivery_log`;

/** Endpoints that get security event tokens. One event makes several: each is a delivery, and `set_event` says which. */
export class PushStreams0001700000000029 implements MigrationInterface {
  name = 'PushStreams0001700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_payload_format_check');
    await runner.query(`ALTER TABLE webhook_endpoints
      ADD CONSTRAINT webhook_endpoints_payload_format_check CHECK (payload_format IN ('standard', 'polis', 'set')),
      ADD COLUMN audience text,
      ADD COLUMN subject_format text NOT NULL DEFAULT 'iss_sub' CHECK (subject_format IN ('iss_sub', 'email')),
      ADD COLUMN events_requested text[] NOT NULL DEFAULT '{}',
      -- Of a stream that its receiver made: whose it is, and whom it is about.
      ADD COLUMN api_key_id ${ID} REFERENCES api_keys ON DELETE CASCADE,
      ADD COLUMN organization_ids text[] CHECK (array_length(organization_ids, 1) > 0),
      -- When its receiver last asked for a verification.
      ADD COLUMN verified_at timestamptz`);
    await runner.query('CREATE INDEX webhook_endpoints_api_key ON webhook_endpoints (api_key_id, id)');
    await runner.query('ALTER TABLE deliveries ADD COLUMN set_event text');
    await runner.query('ALTER TABLE delivery_log ADD COLUMN set_event text');
    await runner.query(`CREATE OR REPLACE VIEW all_deliveries AS ${view(', set_event')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM webhook_endpoints WHERE payload_format = 'set'`);
    await runner.query('DROP VIEW all_deliveries');
    await runner.query(`CREATE VIEW all_deliveries AS ${view('')}`);
    await runner.query('ALTER TABLE delivery_log DROP COLUMN set_event');
    await runner.query('ALTER TABLE deliveries DROP COLUMN set_event');
    await runner.query(`ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_payload_format_check,
      DROP COLUMN audience, DROP COLUMN subject_format, DROP COLUMN events_requested, DROP COLUMN api_key_id, DROP COLUMN organization_ids,
      DROP COLUMN verified_at,
      ADD CONSTRAINT webhook_endpoints_payload_format_check CHECK (payload_format IN ('standard', 'polis'))`);
  }
}
