import { Inject, Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { requireFullSync } from '#persistence';

/** A provider that is refused sends hundreds of requests a second, and each would be a statement. */
const ONCE_MS = 1_000;
const MOST_KEPT = 10_000;

/** Notes that a disabled directory has missed a write: in the database once a second for each directory and process. */
@Injectable()
export class RefusedWrites {
  private readonly noted = new Map<string, { at: number; done: Promise<void> }>();

  constructor(@Inject(Pool) private readonly pool: Pool) {}

  /** Resolves when it is stored. */
  async note(directoryId: string): Promise<void> {
    const now = performance.now();
    const last = this.noted.get(directoryId);
    if (last !== undefined && now - last.at < ONCE_MS) return await last.done;
    if (this.noted.size >= MOST_KEPT) this.noted.clear();
    const done = requireFullSync(this.pool, directoryId);
    this.noted.set(directoryId, { at: now, done });
    try {
      await done;
    } catch (error) {
      this.noted.delete(directoryId);
      throw error;
    }
  }
}
