import { type Logger } from '#log';

const QUIET_MS = 10_000;
const RECENT_MS = 5_000;

/** Says once in a while that the queue is in trouble: while it is away, every reconnection reports it again. */
export class QueueErrors {
  private quietUntil = 0;
  private lastAt = -Infinity;

  constructor(private readonly logger: Logger) {}

  /** Whether the queue is probably away at this moment. */
  get areRecent(): boolean {
    return performance.now() - this.lastAt < RECENT_MS;
  }

  report(error: Error): void {
    const now = performance.now();
    this.lastAt = now;
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;
    this.logger.warn({ reason: error.message }, 'the queue is in trouble; deliveries go on by sweeping');
  }
}
