import { setTimeout as sleep } from 'node:timers/promises';
import { type Pool, type PoolClient } from 'pg';
import { FENCE } from '../connection/fence.js';
import { logFinished } from '../delivery-rows/finished-delivery.js';
import { LIVE } from '../delivery-rows/live-delivery.js';

/** One process at a time; whoever comes second has nothing to do. */
const RETENTION_LOCK = 7_265_554;

/** A lock that dropping a week needs is not free: somebody reads the table, perhaps a backup. */
const LOCK_NOT_AVAILABLE = '55P03';
const DROP_ATTEMPTS = 5;
const DROP_PAUSE_MS = 200;

const AT_ONCE = 5_000;
/** Deliveries and attempts outlive their events by this: a canceled delivery is to be seen for a while. */
const LOG_OUTLIVES_DAYS = 14;
/** Whoever holds a disabled endpoint's deliveries is told that long before they are canceled. */
const WARNING_DAYS = 7;

export interface RetentionReport {
  /** Deliveries whose event has reached its age. */
  canceled: number;
  /** Partitions that were dropped. */
  dropped: string[];
}

interface Partition {
  name: string;
  /** The smallest ids of its week and of the next one. */
  from: string;
  to: string;
}

const PARTITIONS = `
  SELECT w.name, id_at($2, m.monday) AS "from", id_at($2, m.monday + interval '7 days') AS "to"
  FROM (
    SELECT c.relname::text AS name FROM pg_class c
    WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = $1::text::regclass)
      AND c.relname ~ ('^' || $1::text || '_[0-9]{8}$') ${FENCE}) w
    CROSS JOIN LATERAL (SELECT to_timestamp(right(w.name, 8) || ' +00', 'YYYYMMDD TZH') AS monday) m
  WHERE m.monday + interval '7 days' <= now() - $3 * interval '1 day'
  ORDER BY w.name`;

/** Warns once before the held deliveries of a disabled endpoint are canceled with their events. $1: how many days events are kept. */
const WARN = `
  WITH late AS (
    UPDATE webhook_endpoints w SET held_warned_at = now()
    WHERE NOT w.enabled AND (w.held_warned_at IS NULL OR w.held_warned_at < now() - ${WARNING_DAYS} * interval '1 day')
      AND EXISTS (SELECT FROM deliveries d WHERE d.endpoint_id = w.id AND d.${LIVE}
        AND d.id < id_at('dlv', now() - ($1 - ${WARNING_DAYS}) * interval '1 day'))
    RETURNING id
  )
  INSERT INTO notices (type, endpoint_id, reason)
  SELECT 'rollcall.endpoint.disabled', id, 'deliveries held for it will be canceled within ${WARNING_DAYS} days, as their events reach their age'
  FROM late`;

/** Deliveries of the events of a week ($1 to $2) that nobody is sending at this moment. */
const CANCEL = `
  WITH aged AS (
    SELECT id FROM deliveries WHERE event_id >= $1 AND event_id < $2 AND state <> 'sending' LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
  ), removed AS (
    DELETE FROM deliveries d WHERE d.id = ANY (ARRAY(SELECT id FROM aged)) RETURNING d.*
  )
  ${logFinished('removed', "'canceled'")} RETURNING id`;

/**
 * Keeps the database from growing with age: weeks of events, deliveries and attempts are dropped whole. The tables belong to the owner,
 * whose functions make and drop weeks (migration 0020). Nobody waits for them longer than 50 ms: a week in use is left for the next run.
 */
export class Retention {
  constructor(
    private readonly pool: Pool,
    /** The feed goes back 90 days (docs/webhooks.md). */
    private readonly eventDays = 90,
  ) {}

  /** @returns undefined while another process does it */
  async run(): Promise<RetentionReport | undefined> {
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ locked: boolean }>(
        `SELECT pg_try_advisory_lock(${RETENTION_LOCK}) AS locked`,
      );
      if (!rows[0]!.locked) return undefined;
      const report = await this.runLocked(client);
      // The session's end would give the lock back as well, but later: the next run may come at once.
      await client.query(`SELECT pg_advisory_unlock(${RETENTION_LOCK})`);
      return report;
    } finally {
      // A fresh session next time: this one may have failed between two statements.
      client.release(true);
    }
  }

  private async runLocked(client: PoolClient): Promise<RetentionReport> {
    await client.query('SELECT prepare_weeks()');
    await client.query(WARN, [this.eventDays]);
    const report: RetentionReport = { canceled: 0, dropped: [] };
    for (const week of await this.partitions(client, 'events', 'evt', this.eventDays)) {
      report.canceled += await this.cancel(client, week);
      const { rowCount } = await client.query(`SELECT FROM deliveries WHERE event_id >= $1 AND event_id < $2 LIMIT 1`, [
        week.from,
        week.to,
      ]);
      // A worker sends this delivery at this moment: the next run finds the delivery done.
      if (rowCount === 0 && (await drop(client, week))) report.dropped.push(week.name);
    }
    const logDays = this.eventDays + LOG_OUTLIVES_DAYS;
    for (const [table, prefix] of [['delivery_log', 'dlv'] as const, ['attempts', 'att'] as const]) {
      for (const week of await this.partitions(client, table, prefix, logDays)) {
        if (await drop(client, week)) report.dropped.push(week.name);
      }
    }
    return report;
  }

  private async partitions(client: PoolClient, table: string, prefix: string, days: number): Promise<Partition[]> {
    return (await client.query<Partition>(PARTITIONS, [table, prefix, days])).rows;
  }

  private async cancel(client: PoolClient, { from, to }: Partition): Promise<number> {
    let canceled = 0;
    for (;;) {
      const { rowCount } = await client.query(CANCEL, [from, to]);
      canceled += rowCount ?? 0;
      if (rowCount !== AT_ONCE) return canceled;
    }
  }
}

/** @returns false where it is in use: each attempt holds up others only as long as it waits for its lock. */
async function drop(client: PoolClient, { name }: Partition): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('SELECT drop_week($1)', [name]);
      return true;
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
      if (attempt === DROP_ATTEMPTS) return false;
    }
    await sleep(DROP_PAUSE_MS);
  }
}
