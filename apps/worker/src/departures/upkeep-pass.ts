import { type DirectoryChanges, eraseEventBody, type UpkeepTask } from '#directory';
import { DirectoryClaimedError, type MassLeave, type PersonalDataStore, type UpkeepWork } from '#persistence';

const INTERVAL_MS = 2_000;
/** Counting who left within the hour takes longer the more did. */
const ALARM_INTERVAL_MS = 2_000;
/** Retention counts days. */
const RETENTION_INTERVAL_MS = 600_000;
/** Users of a directory per look: what is left comes with the next. */
const ERASED_AT_ONCE = 100;
/** Directories per look for recomputations. */
const RECOMPUTED_AT_ONCE = 16;

export interface UpkeepPassOptions {
  /** Refuses a directory that another process is at with DirectoryClaimedError. */
  changes: Pick<DirectoryChanges, 'upkeepPage'>;
  work: Pick<UpkeepWork, 'departing' | 'approved' | 'massLeaves' | 'recomputing' | 'expired'>;
  personalData: Pick<PersonalDataStore, 'pendingErasures' | 'forgetRequests' | 'scrub'>;
  onError(error: Error): void;
}

/** What became of a page: `not-ours` where another process is at the directory, or where it failed. */
type PageOutcome = 'done' | 'more' | 'not-ours';

/**
 * What the broker does to directories by itself, the urgent first: it lets those leave whose date has come or whose departure was
 * approved, and raises the alarm when many leave. What can wait (users seen through new settings, erasures) is done a page at a time,
 * and before each page there is another look for what is urgent. Any number of workers may do it at once: one of them at a directory.
 */
export class UpkeepPass {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;
  private woken = false;
  /** Monotonic. */
  private nextAlarm = 0;
  private nextRetention = 0;

  constructor(private readonly options: UpkeepPassOptions) {}

  start(): void {
    this.running = this.run().finally(() => this.schedule());
  }

  /** There is something to do: does not wait for the interval. */
  wake(): void {
    this.woken = true;
    if (this.timer === undefined || this.stopped) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Everything once; what fails is reported, and tried again the next time. */
  async run(): Promise<void> {
    this.woken = false;
    const { work, personalData } = this.options;
    await this.urgent();
    await this.recompute();
    if (performance.now() >= this.nextRetention) {
      let more = false;
      await this.patiently(
        () => work.expired(ERASED_AT_ONCE),
        async (expired) => {
          more ||= expired.more;
          await personalData.forgetRequests(expired);
          await this.page(expired.directoryId, { name: 'erase', userIds: expired.userIds, reason: 'policy' });
        },
      );
      if (!more) this.nextRetention = performance.now() + RETENTION_INTERVAL_MS;
    }
    await this.patiently(
      () => personalData.pendingErasures(ERASED_AT_ONCE),
      (erasure) => personalData.scrub(erasure, eraseEventBody),
    );
  }

  /** To its end: every page of every departure that is due, then the alarms. */
  private async urgent(): Promise<void> {
    const { work } = this.options;
    for (let more = true; more && !this.stopped;) {
      more = false;
      for (const id of await this.found(() => work.departing()))
        if ((await this.page(id, { name: 'depart' })) === 'more') more = true;
      for (const id of await this.found(() => work.approved()))
        if ((await this.page(id, { name: 'release-held' })) === 'more') more = true;
    }
    if (performance.now() < this.nextAlarm) return;
    this.nextAlarm = performance.now() + ALARM_INTERVAL_MS;
    for (const leave of await this.found(() => work.massLeaves())) await this.page(leave.directoryId, alertOf(leave));
  }

  /** A page of each directory in turn, round after round, until none is left that this process can do. */
  private async recompute(): Promise<void> {
    let after = '';
    for (let progress = false; !this.stopped;) {
      const ids = await this.found(() => this.options.work.recomputing(after, RECOMPUTED_AT_ONCE));
      if (ids.length === 0 && !progress) return;
      for (const id of ids) {
        await this.urgent();
        if ((await this.page(id, { name: 'recompute' })) !== 'not-ours') progress = true;
      }
      if (ids.length === 0) progress = false;
      after = ids.at(-1) ?? '';
    }
  }

  private async page(directoryId: string, task: UpkeepTask): Promise<PageOutcome> {
    if (this.stopped) return 'not-ours';
    try {
      return (await this.options.changes.upkeepPage(directoryId, task)) ? 'done' : 'more';
    } catch (error) {
      if (!(error instanceof DirectoryClaimedError)) this.options.onError(error as Error);
      return 'not-ours';
    }
  }

  /** One item's trouble is not another's. */
  private async patiently<T>(find: () => Promise<T[]>, handle: (item: T) => Promise<void>): Promise<void> {
    for (const item of await this.found(find)) {
      await this.urgent();
      if (this.stopped) return;
      await handle(item).catch((error: unknown) => this.options.onError(error as Error));
    }
  }

  /** Nothing, where the question cannot be answered: the next time it may. */
  private async found<T>(find: () => Promise<T[]>): Promise<T[]> {
    if (this.stopped) return [];
    return await find().catch((error: unknown) => {
      this.options.onError(error as Error);
      return [];
    });
  }

  private schedule(): void {
    if (this.stopped) return;
    // Jittered, so that many workers spread out by themselves.
    const pause = this.woken ? 0 : INTERVAL_MS * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.start();
    }, pause);
  }
}

const alertOf = ({ deactivated, held, limit }: MassLeave): UpkeepTask => ({
  name: 'alert-mass-leave',
  deactivated,
  held,
  limit,
});
