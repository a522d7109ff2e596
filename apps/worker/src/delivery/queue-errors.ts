import { type Logger } from 'pino';

const QUIET_MS = 10_000;

/** Says once in a while that the queue is in trouble: while it is away, every reconnection reports it again. */
export class QueueErrors {
  private quietUntil = 0;

  constructor(private readonly logger: Logger) {}

  report(error: Error): void {
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + QUIET_MS;
    this.logger.warn({ reason: error.message }, 'the queue is in trouble; deliveries go on by sweeping');
  }
}
