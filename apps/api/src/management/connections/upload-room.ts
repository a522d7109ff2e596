import { Problem } from '../../http/problem.js';

export interface UploadLimits {
  /** Uploads of one directory at once, of which each may take 100 MiB of disk while it comes. */
  perDirectory: number;
  /** Uploads of a process at once. */
  perProcess: number;
  /** Files that are read at once: each holds a connection of the writes meanwhile. */
  reading: number;
}

export const UPLOAD_LIMITS: UploadLimits = { perDirectory: 2, perProcess: 10, reading: 2 };

const RETRY_AFTER_SECONDS = '10';

/** How many files come and are read at once, so that uploads neither fill the disk nor take the connections of others. */
export class UploadRoom {
  private readonly directories = new Map<string, number>();
  private all = 0;
  private reading = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly limits: UploadLimits = UPLOAD_LIMITS) {}

  /** From the first byte of the file to the answer. @throws Problem 429 or 503 where there is no room */
  async receive<T>(directoryId: string, work: () => Promise<T>): Promise<T> {
    const own = this.directories.get(directoryId) ?? 0;
    if (own >= this.limits.perDirectory) throw busy(429, `${own} uploads of this directory are under way`);
    if (this.all >= this.limits.perProcess) throw busy(503, `${this.all} uploads are under way`);
    this.directories.set(directoryId, own + 1);
    this.all += 1;
    try {
      return await work();
    } finally {
      this.all -= 1;
      const left = this.directories.get(directoryId)! - 1;
      if (left === 0) this.directories.delete(directoryId);
      else this.directories.set(directoryId, left);
    }
  }

  /** While a file is read: one after the other where others are read. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    if (this.reading >= this.limits.reading) await new Promise<void>((resolve) => this.line.push(resolve));
    else this.reading += 1;
    try {
      return await work();
    } finally {
      // The place goes on to the next one, who was counted by nobody.
      const next = this.line.shift();
      if (next === undefined) this.reading -= 1;
      else next();
    }
  }
}

function busy(status: 429 | 503, what: string): Problem {
  const code = status === 429 ? 'RATE_LIMITED' : 'UNAVAILABLE';
  return new Problem(status, code, `${what}; wait for the end of one`, [], { 'retry-after': RETRY_AFTER_SECONDS });
}
