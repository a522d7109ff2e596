import { ConnectorError, type Connector, INTERNAL_ERROR, type Reconciler, type SyncWork } from '#connectors';
import { type ClaimedSync, type StoredConnection, type SyncQueue } from '#persistence';
import { after, PeriodicTask } from '../maintenance/periodic-task.js';

/** Between two looks; a notice comes earlier. */
const INTERVAL_MS = 1_000;
/** Several times within the lease. */
const RENEW_MS = 5_000;
/** Syncs of this process at once. Their statements take turns on one small pool, so that a large one does not hold up the others. */
const AT_ONCE = 24;
const DUE_AT_ONCE = 50;
const MOST_TRIES = 6;
/** Changes alone cannot say what was missed: the whole source is listed at least so often. */
const FULL_EVERY_MS = 86_400_000;

export interface SyncPassOptions {
  queue: Pick<SyncQueue, 'schedule' | 'endStranded' | 'claim' | 'renew' | 'release'>;
  connections: { find(directoryId: string): Promise<StoredConnection | undefined> };
  connect(connection: StoredConnection): Connector;
  reconciler: Reconciler;
  onError(error: Error): void;
  /** A sync is over, or was left to whoever is next. */
  onRun?(work: SyncWork): void;
}

interface Run {
  abort: AbortController;
  done: Promise<void>;
}

/** A file has been staged when it was uploaded: there is nobody to ask. */
const NO_SOURCE = {} as Connector;

/** Runs the syncs that are due. Any number of workers may do so at once: one of them at a directory. */
export class SyncPass {
  private readonly running = new Map<string, Run>();
  private readonly task: PeriodicTask;
  private stopped = false;

  constructor(private readonly options: SyncPassOptions) {
    this.task = new PeriodicTask({ everyMs: INTERVAL_MS, run: after(() => this.look()), onError: options.onError });
  }

  start(): void {
    this.task.start();
  }

  /** There is something to do: does not wait for the interval. */
  wake(): void {
    this.task.wake();
  }

  /** What runs is left where it is, for whoever is next. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.task.stop();
    for (const { abort } of this.running.values()) abort.abort(new Error('the process stops'));
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private async look(): Promise<void> {
    await this.options.queue.schedule(DUE_AT_ONCE);
    await this.options.queue.endStranded();
    while (!this.stopped && this.running.size < AT_ONCE) {
      const work = await this.options.queue.claim();
      if (work === undefined) return;
      this.begin(work);
    }
  }

  private begin(work: ClaimedSync): void {
    const abort = new AbortController();
    const done = this.run(work, abort).finally(() => {
      this.running.delete(work.id);
      this.options.onRun?.(work);
      this.wake();
    });
    this.running.set(work.id, { abort, done });
  }

  private async run(work: ClaimedSync, abort: AbortController): Promise<void> {
    const { queue, onError } = this.options;
    const heartbeat = setInterval(() => {
      // A renewal that fails is tried again; one that is refused says that the sync is not ours any more.
      queue.renew(work).then(
        (ours) => ours || abort.abort(new Error('canceled, or taken up by another process')),
        (error: Error) => onError(error),
      );
    }, RENEW_MS);
    try {
      await this.reconcile(work, abort.signal);
      if (this.stopped) await queue.release(work, 0);
    } catch (error) {
      onError(error as Error);
      await this.leave(work).catch((failure: unknown) => onError(failure as Error));
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async reconcile(work: ClaimedSync, signal: AbortSignal): Promise<void> {
    const { connections, connect, reconciler } = this.options;
    if (work.trigger === 'upload') return await reconciler.run({ work, connector: NO_SOURCE, since: null, signal });
    const connection = await connections.find(work.directoryId);
    if (connection === undefined) return await reconciler.fail(work, NO_CONNECTION);
    let connector: Connector;
    try {
      connector = connect(connection);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return await reconciler.fail(work, error);
    }
    try {
      await reconciler.run({ work, connector, since: sinceOf(work, connection), signal });
    } finally {
      await connector.close?.().catch((error: unknown) => this.options.onError(error as Error));
    }
  }

  /** Later again, from where it stands; given up after some tries. */
  private async leave(work: ClaimedSync): Promise<void> {
    if (work.tries + 1 >= MOST_TRIES) await this.options.reconciler.fail(work, INTERNAL_ERROR);
    else await this.options.queue.release(work, 1_000 * 2 ** work.tries);
  }
}

const NO_CONNECTION = {
  code: 'no_connection',
  message: 'The directory has no connection to pull from.',
  hint: 'Save the connection of the directory first.',
};

/** Somebody who asks for a sync wants the whole truth, as does whoever approves one. */
function sinceOf({ trigger, approved, dryRun }: ClaimedSync, { mark, fullAt }: StoredConnection): string | null {
  if (trigger === 'manual' || approved || dryRun || mark === null || fullAt === null) return null;
  return Date.now() - Date.parse(fullAt) < FULL_EVERY_MS ? mark : null;
}
