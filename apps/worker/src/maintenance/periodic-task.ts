export interface PeriodicTaskOptions {
  /** The rest between two runs. The task varies it by a quarter, so that many workers spread out by themselves. */
  everyMs: number;
  /** @returns how long to rest instead: 0 where there is more to do at once, undefined for the usual rest */
  run(signal: AbortSignal): Promise<number | undefined>;
  onError(error: Error): void;
  /** How long a stop waits for the run under way; without it: to its end. */
  graceMs?: number;
}

/**
 * The one loop of the worker: does something now and then, for as long as the process runs. Runs never overlap. What fails is reported,
 * and tried again the next time.
 */
export class PeriodicTask {
  private readonly abort = new AbortController();
  /** Set while the task rests. */
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isWoken = false;

  constructor(private readonly options: PeriodicTaskOptions) {}

  /** The first run is at once. */
  start(): void {
    this.timer = undefined;
    this.isWoken = false;
    this.running = this.runOnce().then((restMs) => this.rest(restMs));
  }

  /** There is something to do: the next run is at once, or follows the one under way. */
  wake(): void {
    this.isWoken = true;
    if (this.timer === undefined || this.isStopped) return;
    clearTimeout(this.timer);
    this.start();
  }

  /** Tells the run under way, by its signal, and waits for it. */
  async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    const { graceMs } = this.options;
    if (graceMs === undefined) return await this.running;
    let limit: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (limit = setTimeout(resolve, graceMs)));
    await Promise.race([this.running, over]).finally(() => clearTimeout(limit));
  }

  private get isStopped(): boolean {
    return this.abort.signal.aborted;
  }

  private async runOnce(): Promise<number> {
    const { run, onError, everyMs } = this.options;
    const usual = everyMs * (0.75 + Math.random() / 2);
    try {
      return (await run(this.abort.signal)) ?? usual;
    } catch (error) {
      onError(error as Error);
      return usual;
    }
  }

  private rest(ms: number): void {
    if (!this.isStopped) this.timer = setTimeout(() => this.start(), this.isWoken ? 0 : ms);
  }
}

/** A run that says nothing of the rest after it. */
export function after(work: () => Promise<unknown>): () => Promise<undefined> {
  return () => work().then(() => undefined);
}
