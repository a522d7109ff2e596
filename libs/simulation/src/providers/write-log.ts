interface Write {
  /** Wall clock, which the broker's processes share. */
  startedAt: number;
  /** Monotonic time of the 2xx. */
  answered: Promise<number>;
}

/**
 * When the writes of one directory were answered. A provider sends them one after the other, so that the moment an event
 * occurred says which write it came from.
 */
export class WriteLog {
  private readonly writes: Write[] = [];

  /** @returns what to call at the answer */
  begin(): () => void {
    const { promise, resolve } = withResolvers();
    this.writes.push({ startedAt: Date.now(), answered: promise });
    return () => resolve(performance.now());
  }

  /** Monotonic time of the 2xx to the write that made an event of this moment; undefined where no write can have. */
  async answerAt(occurredAt: string): Promise<number | undefined> {
    const at = Date.parse(occurredAt);
    return await this.writes.findLast(({ startedAt }) => startedAt <= at)?.answered;
  }
}

function withResolvers(): { promise: Promise<number>; resolve: (at: number) => void } {
  let resolve!: (at: number) => void;
  const promise = new Promise<number>((settle) => (resolve = settle));
  return { promise, resolve };
}
