import { type ResultOf } from './change-result.js';
import { type Change } from './change.js';
import { DirectoryError } from './directory-error.js';

export interface QueueLimits {
  /** How long a change may wait for its turn. */
  deadlineMs: number;
  /** Changes of one directory that may wait. */
  perDirectory: number;
  /** Changes of all directories that are not answered yet. */
  perProcess: number;
  /** Bytes of the requests behind these. */
  bytesPerProcess: number;
}

/** A directory makes some hundred changes a second, and IdPs give up after 30 s. */
export const QUEUE_LIMITS: QueueLimits = {
  deadlineMs: 20_000,
  perDirectory: 2_000,
  perProcess: 20_000,
  bytesPerProcess: 128 * 1_048_576,
};

const COME_BACK = { retryAfterSeconds: 5 };

/** A change that has not been answered. */
export interface Waiting {
  readonly change: Change;
  /** In milliseconds of `performance.now()`. */
  readonly deadline: number;
  resolve(result: ResultOf<Change>): void;
  reject(error: unknown): void;
}

/** What waits in this process, over all directories. */
export class WaitingRoom {
  private changes = 0;
  private bytes = 0;

  constructor(readonly limits: QueueLimits) {}

  /** @throws DirectoryError where there is no room */
  enter<C extends Change>(change: C, waitingBefore: number): { result: Promise<ResultOf<C>>; waiting: Waiting } {
    const bytes = change.caller.bytes ?? 0;
    const { perDirectory, perProcess, bytesPerProcess, deadlineMs } = this.limits;
    if (waitingBefore >= perDirectory) {
      throw DirectoryError.of('directory_queue_full', { ...COME_BACK, waiting: waitingBefore });
    }
    if (this.changes >= perProcess) {
      throw DirectoryError.of('process_queue_full', { ...COME_BACK, waiting: this.changes });
    }
    // A large request is admitted to an empty room.
    if (this.changes > 0 && this.bytes + bytes > bytesPerProcess) {
      throw DirectoryError.of('process_memory_full', COME_BACK);
    }
    this.changes += 1;
    this.bytes += bytes;
    let waiting!: Waiting;
    const result = new Promise<ResultOf<C>>((resolve, reject) => {
      // The batch answers a change by its kind.
      const settle = resolve as (answer: ResultOf<Change>) => void;
      waiting = { change, deadline: performance.now() + deadlineMs, resolve: settle, reject };
    }).finally(() => {
      this.changes -= 1;
      this.bytes -= bytes;
    });
    return { result, waiting };
  }
}

/** The changes of one directory that have not begun, in the order in which they came. Whose deadline passes is refused and forgotten. */
export class ChangeQueue {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  get length(): number {
    return this.waiting.length;
  }

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.watch();
  }

  /** The next changes, at most so many, whose deadline has not passed. */
  take(most: number): Waiting[] {
    this.expire();
    const next = this.waiting.splice(0, most);
    this.watch();
    return next;
  }

  /** The oldest change has the earliest deadline. */
  private watch(): void {
    const [first] = this.waiting;
    if (first === undefined) {
      clearTimeout(this.timer);
      this.timer = undefined;
    } else if (this.timer === undefined) {
      this.timer = setTimeout(() => {
        this.timer = undefined;
        this.expire();
        this.watch();
      }, first.deadline - performance.now());
    }
  }

  private expire(): void {
    const now = performance.now();
    const alive = this.waiting.findIndex(({ deadline }) => deadline > now);
    const expired = this.waiting.splice(0, alive === -1 ? this.waiting.length : alive);
    for (const { reject } of expired) reject(waitedTooLong());
  }
}

export function waitedTooLong(): DirectoryError {
  return DirectoryError.of('waited_too_long', COME_BACK);
}
