import { type KillablePostgres } from './killable-postgres.js';

/** A delivery and what the attempt log says of it. */
export interface AuditedDelivery {
  id: string;
  eventId: string;
  state: string;
  step: number;
  attempts: number;
  numbers: number[];
  outcomes: string[];
  /** Attempts that had an HTTP status. */
  answered: number;
}

/** Deliveries of an endpoint that are not over, and announcements that are still to be made. */
export async function unfinished(
  postgres: KillablePostgres,
  { endpointId, directoryId }: { endpointId: string; directoryId: string },
): Promise<{ deliveries: number; announcements: number }> {
  const [row] = await postgres.query<{ deliveries: number; announcements: number }>(
    `SELECT
       (SELECT count(*)::int FROM deliveries WHERE endpoint_id = $1 AND state IN ('pending', 'sending', 'retrying')) AS deliveries,
       (SELECT count(*)::int FROM pending_announcements WHERE directory_id = $2) AS announcements`,
    [endpointId, directoryId],
  );
  return row!;
}

/** Every delivery of an endpoint, finished ones too. */
export async function auditDeliveries(postgres: KillablePostgres, endpointId: string): Promise<AuditedDelivery[]> {
  const [view] = await postgres.query<{ name: string | null }>(`SELECT to_regclass('all_deliveries')::text AS name`);
  return postgres.query<AuditedDelivery>(
    `SELECT d.id, d.event_id AS "eventId", d.state, d.step, d.attempts,
       COALESCE(a.numbers, '{}') AS numbers, COALESCE(a.outcomes, '{}') AS outcomes, COALESCE(a.answered, 0) AS answered
     FROM ${view!.name ?? 'deliveries'} d
     LEFT JOIN (
       SELECT delivery_id, array_agg(number ORDER BY number) AS numbers, array_agg(outcome ORDER BY number) AS outcomes,
         count(status)::int AS answered
       FROM attempts GROUP BY delivery_id) a ON a.delivery_id = d.id
     WHERE d.endpoint_id = $1`,
    [endpointId],
  );
}
