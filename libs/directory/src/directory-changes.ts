import { Batch } from './batch.js';
import { type ResultOf } from './change-result.js';
import { type Change, type UpkeepTask } from './change.js';
import {
  ChangeQueue,
  QUEUE_LIMITS,
  type QueueLimits,
  type Waiting,
  waitedTooLong,
  WaitingRoom,
} from './change-queue.js';
import { Company } from './company.js';
import { CallerRefusal } from './caller-refusal.js';
import { DirectoryError } from './directory-error.js';
import { concernsOneChange, refusalOfOne } from './failure.js';
import { needsOf } from './needs.js';
import { OutcomeUnknownError } from './outcome-unknown-error.js';
import { type Lane } from './directory-state.js';
import { type AfterCommit, type DirectoryTransactions } from './ports.js';
import { Turn } from './turn.js';

/** Changes of one transaction: enough to amortise a commit, few enough to keep its locks short. */
const MAX_BATCH = 100;
/** The same while other directories change: they wait for the process no longer than these few take. */
const MAX_BATCH_IN_COMPANY = 8;

interface Outcome<C extends Change = Change> {
  results: PromiseSettledResult<ResultOf<C>>[];
  lanesToWake: ReadonlySet<string>;
  announcesLater: boolean;
}

/**
 * The one way to change a directory. Changes that arrive while a transaction of the same directory runs queue up and share the
 * next one (group commit); a lone change starts at once. A failure belongs to its own change.
 */
export class DirectoryChanges {
  private readonly queues = new Map<string, ChangeQueue>();
  private readonly room: WaitingRoom;
  private readonly company = new Company();

  constructor(
    private readonly transactions: DirectoryTransactions,
    private readonly bell: AfterCommit,
    private readonly clock: () => Date = () => new Date(),
    limits: Partial<QueueLimits> = {},
  ) {
    this.room = new WaitingRoom({ ...QUEUE_LIMITS, ...limits });
  }

  /**
   * @throws DirectoryError where the change is refused; what a function of the caller threw; whatever the database throws where the
   * change could not be stored.
   */
  async submit<C extends Change>(directoryId: string, change: C): Promise<ResultOf<C>> {
    let queue = this.queues.get(directoryId);
    const { result, waiting } = this.room.enter(change, queue?.length ?? 0);
    this.company.note(directoryId, performance.now());
    if (queue === undefined) {
      this.queues.set(directoryId, (queue = new ChangeQueue()));
      // When everything that has arrived by now was read: otherwise the first of 25 requests would have a transaction of its own.
      setImmediate(() => void this.drain(directoryId));
    }
    queue.add(waiting);
    return await result;
  }

  private async drain(directoryId: string): Promise<void> {
    const queue = this.queues.get(directoryId)!;
    // Another one whose change waits or is stored is company, however long ago it sent the change.
    const isInCompany = () => this.queues.size > 1 || this.company.has(directoryId, performance.now());
    const next = () => queue.take(isInCompany() ? MAX_BATCH_IN_COMPANY : MAX_BATCH);
    for (let batch = next(); batch.length > 0; batch = next()) await this.commit(directoryId, batch);
    this.queues.delete(directoryId);
  }

  private async commit(directoryId: string, batch: Waiting[]): Promise<void> {
    const failure = await this.attempt(directoryId, batch);
    if (failure === undefined) return;
    if (batch.length > 1 && concernsOneChange(failure.error)) await this.commitSingly(directoryId, batch);
    else for (const { reject } of batch) reject(refusalOfOne(failure.error));
  }

  /**
   * One change of a batch cannot be stored: alone, each fails or succeeds for itself. Where the database itself fails meanwhile, the
   * rest does not wait for it a hundred times.
   */
  private async commitSingly(directoryId: string, batch: Waiting[]): Promise<void> {
    for (const [index, waiting] of batch.entries()) {
      if (waiting.deadline <= performance.now()) {
        waiting.reject(waitedTooLong());
        continue;
      }
      const failure = await this.attempt(directoryId, [waiting]);
      if (failure === undefined) continue;
      waiting.reject(refusalOfOne(failure.error));
      if (concernsOneChange(failure.error)) continue;
      // Only the outcome of this one may be unknown: the others have not begun.
      const { error } = failure;
      const reason = error instanceof OutcomeUnknownError ? error.cause : error;
      for (const { reject } of batch.slice(index + 1)) reject(reason);
      return;
    }
  }

  /** @returns why nothing of the batch was stored; undefined where every change has its answer */
  private async attempt(directoryId: string, batch: Waiting[]): Promise<{ error: unknown } | undefined> {
    let outcome: Outcome;
    try {
      outcome = await this.run(
        directoryId,
        batch.map(({ change }) => change),
      );
    } catch (error) {
      return { error };
    }
    this.ring(directoryId, outcome);
    outcome.results.forEach((result, index) => {
      if (result.status === 'fulfilled') batch[index]!.resolve(result.value);
      else batch[index]!.reject(result.reason);
    });
    return undefined;
  }

  /** Applies the changes in order, in one transaction. Refusals are settled per change; a rejection means that nothing was stored. */
  async apply<C extends Change>(directoryId: string, changes: C[]): Promise<PromiseSettledResult<ResultOf<C>>[]> {
    const outcome = await this.run(directoryId, changes);
    this.ring(directoryId, outcome);
    return outcome.results;
  }

  /**
   * Applies one change in a transaction of its own: it reads rows that changes beside it may have loaded before.
   * @throws as `submit`
   */
  async applyAlone<C extends Change>(directoryId: string, change: C): Promise<ResultOf<C>> {
    const [result] = await this.apply(directoryId, [change]);
    if (result!.status === 'rejected') throw result!.reason;
    return result!.value;
  }

  private async run<C extends Change>(directoryId: string, changes: C[]): Promise<Outcome<C>> {
    const at = this.clock().toISOString();
    return await this.transactions.run(directoryId, async (transaction) => {
      const needs = needsOf(changes);
      const state = await transaction.load(needs);
      if (state === undefined) throw DirectoryError.of('directory_not_found', { directoryId });
      const batch = Batch.of(state, needs, transaction, at);
      const results: PromiseSettledResult<ResultOf<C>>[] = [];
      const turn = new Turn();
      for (const change of changes) {
        await turn.next();
        try {
          results.push({ status: 'fulfilled', value: (await batch.run(change)) as ResultOf<C> });
        } catch (error) {
          results.push({ status: 'rejected', reason: refusalOf(error) });
        }
      }
      await batch.flush();
      return { results, lanesToWake: batch.lanesToWake, announcesLater: batch.announcesLater };
    });
  }

  /** A failed wake-up does not undo a commit: the sweep finds rows without a wake-up. */
  private ring(directoryId: string, { lanesToWake, announcesLater }: Outcome): void {
    try {
      for (const ring of lanesToWake) {
        const [lane, endpointId] = ring.split(' ') as [string, string];
        this.bell.ring(Number(lane) as Lane, endpointId);
      }
      if (announcesLater) this.bell.announce(directoryId);
    } catch (error) {
      this.bell.failed?.(error);
    }
  }

  /** What the broker does by itself, a page per transaction. */
  async upkeep(directoryId: string, task: UpkeepTask): Promise<void> {
    while (!(await this.upkeepPage(directoryId, task)));
  }

  /** @returns whether the task is done */
  async upkeepPage(directoryId: string, task: UpkeepTask): Promise<boolean> {
    return (await this.applyAlone(directoryId, { kind: 'upkeep', task, caller: {} })).done;
  }
}

/** What the submitter is told. @throws what concerns the whole batch */
function refusalOf(error: unknown): unknown {
  if (error instanceof DirectoryError) return error;
  if (error instanceof CallerRefusal) return error.reason;
  throw error;
}
