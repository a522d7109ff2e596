import { type DirectoryChanges, eraseEventBody, type UpkeepTask } from '#directory';
import { DirectoryClaimedError, type MassLeave, type PersonalDataStore, type UpkeepWork } from '#persistence';
import { PeriodicTask } from './periodic-task.js';

const INTERVAL_MS = 2_000;
/** Counting who left within the hour takes longer the more did. */
const ALARM_INTERVAL_MS = 2_000;
/** Of departures: thousands who leave take minutes, and somebody should know while they do. */
const PAGES_BETWEEN_ALARMS = 5;
/** Retention counts days. */
const RETENTION_INTERVAL_MS = 600_000;
/** Users of a directory per look: what is left comes with the next. */
const ERASED_AT_ONCE = 100;
/** Directories per look for what is done in turns. */
const DIRECTORIES_AT_ONCE = 16;

export interface DirectoryMaintenanceOptions {
  /** Refuses a directory that another process is at with DirectoryClaimedError. */
  changes: Pick<DirectoryChanges, 'upkeepPage'>;
  work: Pick<UpkeepWork, 'departing' | 'approved' | 'massLeaves' | 'announcing' | 'recomputing' | 'expired'>;
  personalData: Pick<PersonalDataStore, 'pendingErasures' | 'forgetRequests' | 'scrub'>;
  onError(error: Error): void;
}

/** What became of a page: `not-ours` where another process is at the directory, or where it failed. */
type PageOutcome = 'done' | 'more' | 'not-ours';

/**
 * What the broker does to directories by itself, by urgency:
 *
 * 1. Those leave whose date has come or whose departure was approved; an alarm says when many leave.
 * 2. Large membership changes are announced to the members.
 * 3. Users are seen through settings that have changed.
 * 4. Personal data is erased: of users whose retention has ended, and of those whom somebody had erased.
 *
 * Each of 2 to 4 goes a page of one directory at a time, and looks for more urgent work before each page. Any number of workers may do
 * so at once: a page claims its directory, and passes one over that another process has claimed.
 */
export class DirectoryMaintenance {
  private readonly task: PeriodicTask;
  private signal: AbortSignal = new AbortController().signal;
  /** Monotonic. */
  private nextAlarm = 0;
  private nextRetention = 0;

  constructor(private readonly options: DirectoryMaintenanceOptions) {
    const { onError } = options;
    this.task = new PeriodicTask({
      everyMs: INTERVAL_MS,
      run: async (signal) => {
        this.signal = signal;
        await this.run();
        return undefined;
      },
      onError,
    });
  }

  start(): void {
    this.task.start();
  }

  /** There is something to do: does not wait for the interval. */
  wake(): void {
    this.task.wake();
  }

  stop(): Promise<void> {
    return this.task.stop();
  }

  /** Everything once; what fails is reported, and tried again the next time. */
  async run(): Promise<void> {
    await this.recompute();
    await this.erase();
  }

  /** To its end: every page of every departure that is due. The alarms come every few pages and at the end. */
  private async depart(): Promise<void> {
    const { work } = this.options;
    let pages = 0;
    const page = async (id: string, name: 'depart' | 'release-held'): Promise<boolean> => {
      const outcome = await this.page(id, { name });
      if (++pages % PAGES_BETWEEN_ALARMS === 0) await this.alarm();
      return outcome === 'more';
    };
    for (let more = true; more && !this.isStopped;) {
      more = false;
      for (const id of await this.found(() => work.departing())) if (await page(id, 'depart')) more = true;
      for (const id of await this.found(() => work.approved())) if (await page(id, 'release-held')) more = true;
    }
    await this.alarm();
  }

  /** Says where many leave. */
  private async alarm(): Promise<void> {
    const { work } = this.options;
    if (performance.now() < this.nextAlarm) return;
    this.nextAlarm = performance.now() + ALARM_INTERVAL_MS;
    for (const leave of await this.found(() => work.massLeaves())) await this.page(leave.directoryId, alertOf(leave));
  }

  private announce(): Promise<void> {
    const { work } = this.options;
    return this.inTurns(
      (after) => work.announcing(after, DIRECTORIES_AT_ONCE),
      { name: 'announce' },
      () => this.depart(),
    );
  }

  private recompute(): Promise<void> {
    const { work } = this.options;
    return this.inTurns(
      (after) => work.recomputing(after, DIRECTORIES_AT_ONCE),
      { name: 'recompute' },
      () => this.announce(),
    );
  }

  private async erase(): Promise<void> {
    const { work, personalData } = this.options;
    if (performance.now() >= this.nextRetention) {
      let more = false;
      await this.oneByOne(
        () => work.expired(ERASED_AT_ONCE),
        async (expired) => {
          more ||= expired.more;
          await personalData.forgetRequests(expired, eraseEventBody);
          await this.page(expired.directoryId, { name: 'erase', userIds: expired.userIds, reason: 'policy' });
        },
      );
      if (!more) this.nextRetention = performance.now() + RETENTION_INTERVAL_MS;
    }
    await this.oneByOne(
      () => personalData.pendingErasures(ERASED_AT_ONCE),
      (erasure) => personalData.scrub(erasure, eraseEventBody),
    );
  }

  /** A page of each directory in turn, round after round, until none is left that this process can do. */
  private async inTurns(
    find: (after: string) => Promise<string[]>,
    task: UpkeepTask,
    moreUrgent: () => Promise<void>,
  ): Promise<void> {
    await moreUrgent();
    let after = '';
    for (let progress = false; !this.isStopped;) {
      const ids = await this.found(() => find(after));
      if (ids.length === 0 && !progress) return;
      for (const id of ids) {
        await moreUrgent();
        if ((await this.page(id, task)) !== 'not-ours') progress = true;
      }
      if (ids.length === 0) progress = false;
      after = ids.at(-1) ?? '';
    }
  }

  /** One item's trouble is not another's. */
  private async oneByOne<T>(find: () => Promise<T[]>, handle: (item: T) => Promise<void>): Promise<void> {
    for (const item of await this.found(find)) {
      await this.announce();
      if (this.isStopped) return;
      await handle(item).catch((error: unknown) => this.options.onError(error as Error));
    }
  }

  private async page(directoryId: string, task: UpkeepTask): Promise<PageOutcome> {
    if (this.isStopped) return 'not-ours';
    try {
      return (await this.options.changes.upkeepPage(directoryId, task)) ? 'done' : 'more';
    } catch (error) {
      if (!(error instanceof DirectoryClaimedError)) this.options.onError(error as Error);
      return 'not-ours';
    }
  }

  /** Nothing, where the question cannot be answered: the next time it may. */
  private async found<T>(find: () => Promise<T[]>): Promise<T[]> {
    if (this.isStopped) return [];
    return await find().catch((error: unknown) => {
      this.options.onError(error as Error);
      return [];
    });
  }

  private get isStopped(): boolean {
    return this.signal.aborted;
  }
}

const alertOf = ({ deactivated, held, limit }: MassLeave): UpkeepTask => ({
  name: 'alert-mass-leave',
  deactivated,
  held,
  limit,
});
