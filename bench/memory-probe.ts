/**
 * Loaded into a worker by `bench:sync` (`--import`): tells its parent how much memory the process has. After a whole collection the heap
 * holds what is in use; between two of them also what nobody wants any more.
 */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

export interface MemoryReport {
  memory: { rss: number; heap: number; inUse: number };
}

/** Of an entry of the kind `gc`. */
type NodeGCPerformanceEntry = PerformanceEntry & { detail: { kind: number } };

const INTERVAL_MS = 25;
const MIB = 1024 * 1024;

let inUse = 0;
new PerformanceObserver((list) => {
  const isWhole = list
    .getEntries()
    .some((entry) => (entry as NodeGCPerformanceEntry).detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR);
  if (isWhole) inUse = process.memoryUsage().heapUsed;
}).observe({ entryTypes: ['gc'] });

setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  const report: MemoryReport = { memory: { rss: rss / MIB, heap: heapUsed / MIB, inUse: inUse / MIB } };
  process.send?.(report);
}, INTERVAL_MS).unref();
