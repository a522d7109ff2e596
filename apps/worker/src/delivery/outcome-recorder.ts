import { type DeliveryOutcome, type RecordedOutcome, strippedOutcome } from '#delivery';
import { type DeliveryStore } from '#persistence';
import { failureOf } from './record-failure.js';

const LARGEST_BATCH = 256;

/** How long the outcomes of a busy worker gather; a lone one is recorded at once. */
const GATHER_MS = 8;

const RETRY_MS = 250;
const LONGEST_RETRY_MS = 10_000;

/** A statement that takes longer than this waits for somebody's lock: others go on beside it. */
const STUCK_AFTER_MS = 1_000;
/** Statements under way at once, stuck ones and those of endpoints in trouble included: the pool has more connections. */
const LARGEST_WIDTH = 4;

interface Waiting {
  outcome: DeliveryOutcome;
  endpointId: string;
  resolve(recorded: RecordedOutcome | undefined): void;
}

/**
 * Records outcomes a few milliseconds after they happened, as many as there are by then in one statement. Where a statement fails,
 * each endpoint of the batch goes on by itself, with growing pauses: the trouble of one is not another's.
 */
export class OutcomeRecorder {
  private waiting: Waiting[] = [];
  /** What is still to be recorded of endpoints whose last statement failed. */
  private readonly troubled = new Map<string, Waiting[]>();
  private readonly underWay = new Set<Promise<void>>();
  private writers = 0;
  private readonly freed: (() => void)[] = [];
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
  record(outcome: DeliveryOutcome, endpointId: string): Promise<RecordedOutcome | undefined> {
    return new Promise((resolve) => {
      const waiting = { outcome, endpointId, resolve };
      const lane = this.troubled.get(endpointId);
      if (lane !== undefined) {
        lane.push(waiting);
        return;
      }
      this.waiting.push(waiting);
      this.running ??= this.run().finally(() => (this.running = undefined));
    });
  }

  /** Resolves when everything is recorded. */
  async flushed(): Promise<void> {
    while (this.running !== undefined || this.underWay.size > 0) await Promise.all([this.running, ...this.underWay]);
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
      if (batch.length === 0) continue;
      const writing = this.begin(() => this.write(batch));
      await endOrStuck(writing);
      if (batch.length > 1 && this.waiting.length < LARGEST_BATCH && this.waiting.length > 0) await sleep(GATHER_MS);
    }
  }

  /** One outcome per delivery: a late one and a new one of the same cannot move a row in one statement. */
  private take(): Waiting[] {
    const [now, later] = withoutRepeats(this.waiting.splice(0, LARGEST_BATCH));
    this.waiting.unshift(...later);
    return now.filter((waiting) => {
      const lane = this.troubled.get(waiting.endpointId);
      lane?.push(waiting);
      return lane === undefined;
    });
  }

  private begin(work: () => Promise<void>): Promise<void> {
    const done: Promise<void> = work().finally(() => this.underWay.delete(done));
    this.underWay.add(done);
    return done;
  }

  private async write(batch: Waiting[]): Promise<void> {
    for (let pause = RETRY_MS; ; pause = Math.min(2 * pause, LONGEST_RETRY_MS)) {
      const failure = await this.attempt(batch);
      if (failure === undefined) return;
      if (this.abandoned) return giveUp(batch);
      if (failure === 'data') return await this.writeOneByOne(batch);
      if (failure === 'other') return this.separate(batch);
      // The database is away: for everybody.
      await sleep(Math.min(pause, 4 * RETRY_MS));
    }
  }

  /** What a statement over many endpoints cannot record: each tries by itself. */
  private separate(batch: Waiting[]): void {
    for (const waiting of batch) {
      const lane = this.troubled.get(waiting.endpointId);
      if (lane !== undefined) lane.push(waiting);
      else {
        this.troubled.set(waiting.endpointId, [waiting]);
        void this.begin(() => this.writeLane(waiting.endpointId));
      }
    }
  }

  private async writeLane(endpointId: string): Promise<void> {
    // Followers in the same batch come into the lane first.
    await new Promise(setImmediate);
    const lane = this.troubled.get(endpointId)!;
    for (let pause = RETRY_MS; lane.length > 0;) {
      const [batch, later] = withoutRepeats(lane.splice(0, LARGEST_BATCH));
      lane.unshift(...later);
      const failure = await this.attempt(batch);
      if (failure === 'data') await this.writeOneByOne(batch);
      if (failure === undefined || failure === 'data') pause = RETRY_MS;
      else if (this.abandoned) giveUp(batch);
      else {
        lane.unshift(...batch);
        await sleep(pause);
        pause = Math.min(2 * pause, LONGEST_RETRY_MS);
      }
    }
    this.troubled.delete(endpointId);
  }

  /** What PostgreSQL does not take must not keep the others from being recorded, nor be sent again for ever. */
  private async writeOneByOne(batch: Waiting[]): Promise<void> {
    for (const waiting of batch) {
      if (batch.length > 1) {
        await this.write([waiting]);
        continue;
      }
      const stripped = { ...waiting, outcome: strippedOutcome(waiting.outcome, new Date()) };
      const failure = await this.attempt([stripped]);
      // Not even that: its lease runs out.
      if (failure === 'data' || (failure !== undefined && this.abandoned)) giveUp([waiting]);
      else if (failure !== undefined) this.separate([stripped]);
    }
  }

  /** @returns undefined where everything is recorded and answered */
  private async attempt(batch: Waiting[]): Promise<ReturnType<typeof failureOf> | undefined> {
    if (this.writers >= LARGEST_WIDTH) await new Promise<void>((resolve) => this.freed.push(resolve));
    this.writers += 1;
    try {
      const recorded = await this.store.record(batch.map(({ outcome }) => outcome));
      const byId = new Map(recorded.map((entry) => [entry.id, entry]));
      for (const { outcome, resolve } of batch) resolve(byId.get(outcome.id));
      return undefined;
    } catch (error) {
      this.onError(error as Error);
      return failureOf(error);
    } finally {
      this.writers -= 1;
      this.freed.shift()?.();
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function endOrStuck(writing: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stuck = new Promise<void>((resolve) => (timer = setTimeout(resolve, STUCK_AFTER_MS)));
  await Promise.race([writing, stuck]);
  clearTimeout(timer);
}

function withoutRepeats(given: Waiting[]): [now: Waiting[], later: Waiting[]] {
  const now = new Map<string, Waiting>();
  const later: Waiting[] = [];
  for (const waiting of given) {
    if (now.has(waiting.outcome.id)) later.push(waiting);
    else now.set(waiting.outcome.id, waiting);
  }
  return [[...now.values()], later];
}

function giveUp(batch: Waiting[]): void {
  for (const { resolve } of batch) resolve(undefined);
}
