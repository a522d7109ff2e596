import { type Pool } from 'pg';
import { UNACKNOWLEDGED } from './unacknowledged-deprovisionings.js';

export interface LaneView {
  lane: string;
  /** Due, and not begun. */
  waiting: number;
  /** A request is under way. */
  active: number;
  /** Their next attempt is later. */
  delayed: number;
  oldest_due_at: string | null;
}

export interface WorkerView {
  id: string;
  version: string;
  last_seen_at: string;
  in_flight: number;
}

/** A worker that was not seen for this long is gone. */
const GONE_AFTER = `interval '1 minute'`;

/** What waits to be delivered, and who delivers: read from the database, so that it is true while the queue is away. */
export class QueueLanes {
  constructor(private readonly pool: Pool) {}

  async lanes(names: readonly string[]): Promise<LaneView[]> {
    const { rows } = await this.pool.query<LaneView>({
      name: 'queue-lanes',
      text: `SELECT n.name AS lane,
          count(d.*) FILTER (WHERE d.state <> 'sending' AND d.next_attempt_at <= now() AND d.enabled)::int AS waiting,
          count(d.*) FILTER (WHERE d.state = 'sending')::int AS active,
          count(d.*) FILTER (WHERE d.state <> 'sending' AND (d.next_attempt_at > now() OR NOT d.enabled))::int AS delayed,
          iso(min(d.next_attempt_at) FILTER (WHERE d.state <> 'sending' AND d.next_attempt_at <= now() AND d.enabled)) AS oldest_due_at
        FROM unnest($1::text[]) WITH ORDINALITY AS n(name, number)
        LEFT JOIN (SELECT d.lane, d.state, d.next_attempt_at, w.enabled FROM deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id) d
          ON d.lane = n.number - 1
        GROUP BY n.name, n.number ORDER BY n.number`,
      values: [names],
    });
    return rows;
  }

  async oldestUnacknowledged(): Promise<string | null> {
    const { rows } = await this.pool.query<{ at: string | null }>(
      `SELECT iso(min(u.created_at)) AS at FROM (${UNACKNOWLEDGED}) u`,
    );
    return rows[0]!.at;
  }

  async workers(): Promise<WorkerView[]> {
    const { rows } = await this.pool.query<WorkerView>(
      `SELECT id, version, iso(last_seen_at) AS last_seen_at, in_flight FROM workers
        WHERE last_seen_at > now() - ${GONE_AFTER} ORDER BY id`,
    );
    return rows;
  }

  /** What a worker says of itself now and then. */
  async seen({ id, version, inFlight }: { id: string; version: string; inFlight: number }): Promise<void> {
    await this.pool.query(
      `WITH gone AS (DELETE FROM workers WHERE last_seen_at < now() - interval '1 day')
        INSERT INTO workers (id, version, in_flight) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, in_flight = EXCLUDED.in_flight, last_seen_at = now()`,
      [id, version, inFlight],
    );
  }
}
