import { type Pool, type PoolClient } from 'pg';
import { mailTime } from '#mail';
import { inTransaction } from '../connection/in-transaction.js';
import { LIVE } from '../delivery-rows/live-delivery.js';
import { type MailQueue } from './mail-queue.js';

interface Reminder {
  organizationId: string;
  host: string;
  count: number;
  since: string;
  attempts: number;
  /** The oldest delivery that this reminder is the first to tell of. */
  first: string;
}

const USER_DELETED = `event_type = 'organization.directory.user_deleted'`;

/** Once after a quarter of an hour, then after every further attempt, and once more where the last one failed. */
const DUE = `
  WITH due AS (
    SELECT d.id, d.attempts, d.organization_id, d.endpoint_id, d.created_at FROM (
      SELECT id, attempts, organization_id, endpoint_id, created_at FROM deliveries
        WHERE lane = 1 AND ${LIVE} AND id < id_at('dlv', now() - interval '15 minutes') AND ${USER_DELETED}
      UNION ALL
      SELECT id, attempts, organization_id, endpoint_id, created_at FROM delivery_log
        WHERE lane = 1 AND state IN ('exhausted', 'canceled') AND state = 'exhausted'
          AND id < id_at('dlv', now() - interval '15 minutes') AND id > id_at('dlv', now() - interval '14 days') AND ${USER_DELETED}) d
    WHERE d.organization_id IN (
        SELECT organization_id FROM organization_mail WHERE jsonb_array_length(settings -> 'it_contacts') > 0)
      AND NOT EXISTS (SELECT FROM told_deprovisionings t WHERE t.delivery_id = d.id AND t.attempts >= d.attempts)
    ORDER BY d.id LIMIT 5000),
  told AS (
    INSERT INTO told_deprovisionings AS t (delivery_id, attempts) SELECT id, attempts FROM due
    ON CONFLICT (delivery_id) DO UPDATE SET attempts = EXCLUDED.attempts)
  SELECT due.organization_id AS "organizationId", w.url AS host, count(*)::int AS count, iso(min(due.created_at)) AS since,
    max(due.attempts) AS attempts, min(due.id) AS first
  FROM due JOIN webhook_endpoints w ON w.id = due.endpoint_id GROUP BY due.organization_id, w.id, w.url`;

/** Tells IT contacts of people who left while an application has not said that it knows: one mail per application, however many left. */
export class DeprovisioningReminders {
  constructor(
    private readonly pool: Pool,
    private readonly queue: MailQueue,
  ) {}

  /** Any number of workers may do so at once. @returns how many reminders were queued */
  async run(): Promise<number> {
    if (!this.queue.enabled) return 0;
    return await inTransaction(this.pool, async (client: PoolClient) => {
      await client.query(`SELECT pg_advisory_xact_lock(7265560)`);
      const { rows } = await client.query<Reminder>({ name: 'deprovisionings-remind', text: DUE });
      for (const { organizationId, host, count, since, attempts, first } of rows) {
        await this.queue.toItContacts(client, {
          mail: 'deprovisioning_unacknowledged',
          organizationId,
          directoryId: null,
          cause: `${first}:${attempts}`,
          values: {
            'deprovisioning.count': String(count),
            'deprovisioning.since': mailTime(since),
            'deprovisioning.attempts': String(attempts),
            // The host alone: a webhook's URL may hold a secret.
            'endpoint.host': new URL(host).host,
          },
        });
      }
      return rows.length;
    });
  }
}
