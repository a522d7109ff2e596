import { type Logger } from '#log';

/** A queue that is away fails each attempt to reconnect, every few seconds: after this long without an error it was back. */
const BACK_AFTER_MS = 60_000;

/**
 * Says once per outage that the queue cannot be reached. The queue only wakes the worker, and what has to be delivered is a row: the api
 * stays ready without it, and webhooks wait for the sweep of the worker.
 */
export class QueueWarning {
  private lastAt = -Infinity;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly redisUrl: string | undefined,
  ) {}

  readonly report = (error: Error): void => {
    const now = performance.now();
    const isNew = now - this.lastAt > BACK_AFTER_MS;
    this.lastAt = now;
    if (!isNew) return;
    const cause = this.redisUrl === undefined ? 'the database' : `Redis at ${addressesOf(this.redisUrl)} (REDIS_URL)`;
    this.logger.warn(
      { reason: error.message },
      `the queue cannot be reached, which is ${cause}; until it is, webhooks wait for the worker to find them, a second or two each`,
    );
  };
}

/** Without user and password. */
function addressesOf(redisUrl: string): string {
  const addresses = redisUrl.split(',').map((node) => {
    const url = URL.canParse(node.trim()) ? new URL(node.trim()) : undefined;
    return url === undefined ? 'an unreadable address' : `${url.hostname}:${url.port || '6379'}`;
  });
  return addresses.join(', ');
}
