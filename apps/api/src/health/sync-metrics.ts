import { type Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { countSyncs, type SyncCounts } from '#persistence';

/** Scrapers come every few seconds, and there may be several. */
const COUNT_EVERY_MS = 5_000;
const STATES = ['queued', 'running', 'needs_review'] as const;

/** Pull syncs, as the database has them: whichever worker runs them, every process tells the same. */
export function observeSyncs(pool: Pool, registry: Registry): void {
  let countedAt = -Infinity;
  let counting: Promise<SyncCounts>;
  /** Metrics are collected side by side: each waits for the one count of this look. */
  const counted = (): Promise<SyncCounts> => {
    if (performance.now() - countedAt < COUNT_EVERY_MS) return counting;
    countedAt = performance.now();
    return (counting = countSyncs(pool));
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
