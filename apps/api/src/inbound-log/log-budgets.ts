import { TokenBucket } from '../limits/token-bucket.js';

const ALL = { rate: 500, burst: 5_000 };
/** Refusals of one directory: a fifth of all, so that no directory uses up what others have. */
const REFUSED = { rate: 100, burst: 1_000 };
const STRANGERS = { rate: 5, burst: 100 };
/** Bodies of what went well: nobody reads thousands of them. */
const BODIES = { rate: 50, burst: 500 };
/** Whoever is forgotten begins anew. */
const REMEMBERED = 10_000;

interface Asking {
  directoryId: string;
  /** Has proved no secret. */
  isStranger: boolean;
  isRefused: boolean;
}

interface OwnBudgets {
  refused: TokenBucket;
  stranger: TokenBucket;
}

/**
 * How many requests the log takes. A directory's strangers have a budget of their own, and so have its refusals. Anybody can make up
 * directories, so that those which nobody knows to exist share one budget; a directory exists once the log has an entry of it.
 */
export class LogBudgets {
  readonly bodies = new TokenBucket(BODIES, performance.now());
  private readonly done = new TokenBucket(ALL, performance.now());
  private readonly refused = new TokenBucket(ALL, performance.now());
  private readonly unknown = new TokenBucket(STRANGERS, performance.now());
  private readonly directories = new Map<string, OwnBudgets>();

  take({ directoryId, isStranger, isRefused }: Asking, now: number): boolean {
    if (isStranger) return (this.directories.get(directoryId)?.stranger ?? this.unknown).take(now).allowed;
    const own = this.exists(directoryId);
    if (!isRefused) return this.done.take(now).allowed;
    return own.refused.take(now).allowed && this.refused.take(now).allowed;
  }

  /** From now on its strangers are counted apart from all others. */
  exists(directoryId: string): OwnBudgets {
    const now = performance.now();
    const own = this.directories.get(directoryId) ?? {
      refused: new TokenBucket(REFUSED, now),
      stranger: new TokenBucket(STRANGERS, now),
    };
    // The one that nobody has asked about for longest is forgotten.
    this.directories.delete(directoryId);
    this.directories.set(directoryId, own);
    if (this.directories.size > REMEMBERED) this.directories.delete(this.directories.keys().next().value!);
    return own;
  }
}
