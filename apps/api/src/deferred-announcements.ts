import { type Pool } from 'pg';
import { type DirectoryChanges } from '#directory';
import { directoriesWithDeferredAnnouncements } from '#persistence';
import { type BackgroundLog } from './background-log.js';

/** One look is one query of a table that is nearly always empty. */
const LOOK_EVERY_MS = 5_000;

type Announcing = Pick<DirectoryChanges, 'announceDeferred'>;

/**
 * Announces what large membership changes left for later: at once where this process made the change, and what other processes left
 * behind, or this one when the database went away, a look later. Several processes may work on one directory; they take turns.
 */
export class DeferredAnnouncements {
  private readonly running = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  private changes!: Announcing;

  constructor(
    private readonly pool: Pool,
    private readonly log: Pick<BackgroundLog, 'failed'>,
  ) {}

  /** Looks now and from time to time, until `stop`. */
  start(changes: Announcing): void {
    this.changes = changes;
    void this.look().finally(() => {
      if (this.stopped) return;
      this.timer = setTimeout(() => this.start(changes), LOOK_EVERY_MS);
      this.timer.unref();
    });
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  announce(directoryId: string): void {
    this.running.set(directoryId, (this.running.get(directoryId) ?? 0) + 1);
    void this.changes
      .announceDeferred(directoryId)
      // The rows are still there: the next look goes on.
      .catch((error: unknown) =>
        this.log.failed('the announcement of a large group change waits for the next look', error),
      )
      .finally(() => this.ended(directoryId));
  }

  private async look(): Promise<void> {
    try {
      for (const directoryId of await directoriesWithDeferredAnnouncements(this.pool))
        if (!this.running.has(directoryId)) this.announce(directoryId);
    } catch (error) {
      this.log.failed('announcements of large group changes are not looked for', error);
    }
  }

  private ended(directoryId: string): void {
    const others = this.running.get(directoryId)! - 1;
    if (others === 0) this.running.delete(directoryId);
    else this.running.set(directoryId, others);
  }
}
