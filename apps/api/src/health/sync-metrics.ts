import { type Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';

/** Scrapers come every few seconds, and there may be several. */
const COUNT_EVERY_MS = 5_000;
const STATES = ['queued', 'running', 'needs_review'] as const;

interface Counted {
  queued: number;
  running: number;
  needs_review: number;
  failing: number;
  overdue: number;
}

/** Pull syncs, as the database has them: whichever worker runs them, every process tells the same. */
export function observeSyncs(pool: Pool, registry: Registry): void {
  let countedAt = -Infinity;
  let counting: Promise<Counted>;
  /** Metrics are collected side by side: each waits for the one count of this look. */
  const counted = (): Promise<Counted> => {
    if (performance.now() - countedAt < COUNT_EVERY_MS) return counting;
    countedAt = performance.now();
    return (counting = count(pool));
  };
  new Gauge({
    name: 'rollcall_sync_connections_failing',
    help: 'Pulled directories whose last sync failed.',
    registers: [registry],
    async collect() {
      this.set((await counted()).failing);
    },
  });
  new Gauge({
    name: 'rollcall_sync_overdue_seconds',
    help: 'For how long the scheduled sync that is most overdue has been waiting.',
    registers: [registry],
    async collect() {
      this.set((await counted()).overdue);
    },
  });
  new Gauge({
    name: 'rollcall_sync_open',
    help: 'Pull syncs that are not over, by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const now = await counted();
      for (const state of STATES) this.set({ state }, now[state]);
    },
  });
}

async function count(pool: Pool): Promise<Counted> {
  const { rows } = await pool.query<Counted>({
    name: 'metrics-syncs',
    text: `SELECT s.*, c.* FROM (
        SELECT count(*) FILTER (WHERE s.state = 'queued') AS queued, count(*) FILTER (WHERE s.state = 'running') AS running,
          count(*) FILTER (WHERE s.state = 'needs_review') AS needs_review
        FROM syncs s JOIN directories d ON d.id = s.directory_id AND d.deleted_at IS NULL
        WHERE s.state IN ('queued', 'running', 'needs_review')) s,
      -- A disabled directory is not pulled, and nobody has to know.
      (SELECT count(*) FILTER (WHERE c.failing_since IS NOT NULL) AS failing,
          COALESCE(GREATEST(EXTRACT(epoch FROM now() - min(c.next_sync_at)), 0), 0)::float AS overdue
        FROM connections c JOIN directories d ON d.id = c.directory_id AND d.deleted_at IS NULL AND d.enabled) c`,
  });
  return rows[0]!;
}
