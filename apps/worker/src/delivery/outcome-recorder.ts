import { setTimeout as sleep } from 'node:timers/promises';
import { type DeliveryOutcome, type DeliveryStore, type RecordedOutcome } from '#persistence';

const LARGEST_BATCH = 256;

/** How long the outcomes of a busy worker gather; a lone one is recorded at once. */
const GATHER_MS = 8;

const RETRY_MS = 250;

interface Waiting {
  outcome: DeliveryOutcome;
  resolve(recorded: RecordedOutcome | undefined): void;
}

/** Records outcomes a few milliseconds after they happened, as many as there are by then in one statement. */
export class OutcomeRecorder {
  private readonly waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private abandoned = false;

  constructor(
    private readonly store: Pick<DeliveryStore, 'record'>,
    private readonly onError: (error: Error) => void,
  ) {}

  /**
   * Keeps trying while the database is away.
   * @returns undefined when the delivery is gone, or when it could not be recorded: its lease then runs out, and it is made again.
   */
  record(outcome: DeliveryOutcome): Promise<RecordedOutcome | undefined> {
    return new Promise((resolve) => {
      this.waiting.push({ outcome, resolve });
      this.running ??= this.run().finally(() => (this.running = undefined));
    });
  }

  /** Resolves when everything is recorded. */
  async flushed(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  /** Gives up on what the database does not take; leases cover it. */
  abandon(): void {
    this.abandoned = true;
  }

  private async run(): Promise<void> {
    // A turn of the event loop: what ended in the same one goes together.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const batch = this.take();
      await this.write(batch);
      if (batch.length > 1 && this.waiting.length < LARGEST_BATCH && this.waiting.length > 0) await sleep(GATHER_MS);
    }
  }

  /** One outcome per delivery: a late one and a new one of the same cannot move a row in one statement. */
  private take(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const waiting of this.waiting.splice(0, LARGEST_BATCH)) {
      if (batch.has(waiting.outcome.id)) later.push(waiting);
      else batch.set(waiting.outcome.id, waiting);
    }
    this.waiting.unshift(...later);
    return [...batch.values()];
  }

  private async write(batch: Waiting[]): Promise<void> {
    for (;;) {
      try {
        const recorded = await this.store.record(batch.map(({ outcome }) => outcome));
        const byId = new Map(recorded.map((entry) => [entry.id, entry]));
        for (const { outcome, resolve } of batch) resolve(byId.get(outcome.id));
        return;
      } catch (error) {
        this.onError(error as Error);
        if (isRefused(error)) return this.writeOneByOne(batch);
        if (this.abandoned) return batch.forEach(({ resolve }) => resolve(undefined));
        await sleep(RETRY_MS);
      }
    }
  }

  /** A value that PostgreSQL does not take must not keep the others from being recorded. */
  private async writeOneByOne(batch: Waiting[]): Promise<void> {
    if (batch.length === 1) return batch[0]!.resolve(undefined);
    for (const waiting of batch) await this.write([waiting]);
  }
}

/** SQLSTATE classes 22 and 23, or a value that cannot be written down: the data itself; trying again would not help. */
const isRefused = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError || /^2[23]/.test((error as { code?: string }).code ?? '');
