import { type DirectoryChanges, eraseEventBody } from '#directory';
import { type DirectorySettingsStore, type PersonalDataStore, type UpkeepWork } from '#persistence';

const INTERVAL_MS = 2_000;
/** Retention counts days. */
const RETENTION_INTERVAL_MS = 600_000;
/** Users of a directory per look: what is left comes with the next. */
const ERASED_AT_ONCE = 100;

export interface UpkeepPassOptions {
  changes: Pick<DirectoryChanges, 'upkeep'>;
  work: Pick<UpkeepWork, 'departing' | 'approved' | 'massLeaves' | 'expired'>;
  settings: Pick<DirectorySettingsStore, 'pendingRecomputations'>;
  personalData: Pick<PersonalDataStore, 'pendingErasures' | 'forgetRequests' | 'scrub'>;
  onError(error: Error): void;
}

/**
 * What the broker does to directories by itself: lets those leave whose date has come, goes on with passes that a process left
 * behind, erases what retention ends, and raises the alarm when many leave. Any number of workers may do it at once: each step
 * asks again under the directory's lock.
 */
export class UpkeepPass {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  /** Monotonic. */
  private nextRetention = 0;

  constructor(private readonly options: UpkeepPassOptions) {}

  start(): void {
    this.running = this.run().finally(() => this.schedule());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Everything once; what fails is reported, and tried again the next time. */
  async run(): Promise<void> {
    const { changes, work, settings, personalData } = this.options;
    await this.each(
      () => settings.pendingRecomputations(),
      (id) => changes.upkeep(id, { name: 'recompute' }),
    );
    await this.each(
      () => work.departing(),
      (id) => changes.upkeep(id, { name: 'depart' }),
    );
    await this.each(
      () => work.approved(),
      (id) => changes.upkeep(id, { name: 'release-held' }),
    );
    await this.each(
      () => work.massLeaves(),
      ({ directoryId, deactivated, held, limit }) =>
        changes.upkeep(directoryId, { name: 'alert-mass-leave', deactivated, held, limit }),
    );
    if (performance.now() >= this.nextRetention) await this.eraseExpired();
    await this.each(
      () => personalData.pendingErasures(ERASED_AT_ONCE),
      (erasure) => personalData.scrub(erasure, eraseEventBody),
    );
  }

  private async eraseExpired(): Promise<void> {
    const { changes, work, personalData } = this.options;
    let more = false;
    await this.each(
      () => work.expired(ERASED_AT_ONCE),
      async (expired) => {
        more ||= expired.userIds.length === ERASED_AT_ONCE;
        await personalData.forgetRequests(expired);
        await changes.upkeep(expired.directoryId, { name: 'erase', userIds: expired.userIds, reason: 'policy' });
      },
    );
    if (!more) this.nextRetention = performance.now() + RETENTION_INTERVAL_MS;
  }

  /** One directory's trouble is not another's. */
  private async each<T>(find: () => Promise<T[]>, handle: (item: T) => Promise<void>): Promise<void> {
    try {
      for (const item of await find()) {
        if (this.stopped) return;
        await handle(item).catch((error: unknown) => this.options.onError(error as Error));
      }
    } catch (error) {
      this.options.onError(error as Error);
    }
  }

  private schedule(): void {
    if (this.stopped) return;
    // Jittered, so that many workers spread out by themselves.
    const pause = INTERVAL_MS * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => this.start(), pause);
  }
}
