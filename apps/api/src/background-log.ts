import { type Logger } from '#log';

/** A dependency that is away fails the same work again and again. */
const QUIET_MS = 10_000;

/** What goes wrong where no request waits for it: a line says so, and once in a while how often. */
export class BackgroundLog {
  /** By the text of the line, of which there are a handful. */
  private readonly quiet = new Map<string, { until: number; unsaid: number }>();

  constructor(private readonly logger: Pick<Logger, 'warn'>) {}

  /** @param line what did not happen, and what becomes of it; always the same text for the same work */
  failed(line: string, error: unknown): void {
    const now = performance.now();
    const last = this.quiet.get(line);
    if (last !== undefined && now < last.until) {
      last.unsaid += 1;
      return;
    }
    this.quiet.set(line, { until: now + QUIET_MS, unsaid: 0 });
    const unsaid = last?.unsaid ?? 0;
    this.logger.warn({ err: error, ...(unsaid > 0 && { alsoFailed: unsaid }) }, line);
  }
}
