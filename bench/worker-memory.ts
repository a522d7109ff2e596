import { type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MemoryReport } from './memory-probe.js';

/** In MiB. `inUse`: what the heap held after its last whole collection. */
export type Memory = Record<'rss' | 'heap' | 'inUse', number>;

const SETTLED_MS = 3_000;

/** What a worker says of its memory by `memory-probe.js`: the most of it in each part of the work. */
export class WorkerMemory {
  private most: Memory = { rss: 0, heap: 0, inUse: 0 };

  constructor(worker: ChildProcess) {
    worker.on('message', (message: Partial<MemoryReport>) => {
      const { memory } = message;
      if (memory === undefined) return;
      for (const kind of ['rss', 'heap', 'inUse'] as const) this.most[kind] = Math.max(this.most[kind], memory[kind]);
    });
  }

  /** Of a worker that has started, and has nothing to do. */
  async idle(): Promise<Memory> {
    await sleep(SETTLED_MS);
    this.take();
    await sleep(1_000);
    return this.take();
  }

  /** The most since the last call. */
  take(): Memory {
    const { rss, heap, inUse } = this.most;
    this.most = { rss: 0, heap: 0, inUse: 0 };
    return { rss: Math.round(rss), heap: Math.round(heap), inUse: Math.round(inUse) };
  }
}
