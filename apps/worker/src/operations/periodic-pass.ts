export interface PeriodicPassOptions {
  everyMs: number;
  /** True: there is more to do at once. */
  run(): Promise<boolean>;
  onError(error: Error): void;
  /** How long a stop waits for what is under way; without it: to its end. */
  graceMs?: number;
}

/** Does something now and then, for as long as the process runs. What fails is reported, and tried again the next time. */
export class PeriodicPass {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: PeriodicPassOptions) {}

  /** The first time at once. */
  start(): void {
    this.running = this.pass();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const { graceMs } = this.options;
    if (graceMs === undefined) return await this.running;
    let limit: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => (limit = setTimeout(resolve, graceMs)));
    await Promise.race([this.running, over]).finally(() => clearTimeout(limit));
  }

  private async pass(): Promise<void> {
    const { run, onError, everyMs } = this.options;
    try {
      while (!this.stopped && (await run()));
    } catch (error) {
      onError(error as Error);
    }
    if (this.stopped) return;
    // Jittered, so that many workers spread out by themselves.
    const pause = everyMs * (0.75 + Math.random() / 2);
    this.timer = setTimeout(() => {
      this.running = this.pass();
    }, pause);
  }
}
