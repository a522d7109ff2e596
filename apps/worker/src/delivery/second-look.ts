import { type Lane } from '#directory';
import { type FailedAttempt } from '#persistence';

/** After this a change that was being written while the attempt was recorded is committed. */
const LOOK_AFTER_MS = 150;
/** How far to look back before the first attempt: a transaction open then can commit after the claim's snapshot. */
const COMMIT_MS = 500;
/** Of those that failed since the last look; an endpoint that fails with thousands has its breaker. */
const MOST = 500;

export interface Failure {
  /** The delivery's. */
  id: string;
  attempts: number;
  /** Monotonic. */
  startedAt: number;
  /** When the endpoint had been corrected or enabled last, as the attempt knew it; null: never. */
  resumedAt: string | null;
  /** It says nothing about when to come back: a later event hastens it. */
  isPlain: boolean;
}

export interface SecondLookOptions {
  hasten(failed: FailedAttempt[]): Promise<{ endpointId: string; lane: Lane }[]>;
  ring(lane: Lane, endpointId: string): void;
  onError(error: Error): void;
}

/**
 * Looks again, a moment later, at deliveries whose attempt failed: where a later event of the same user came meanwhile, or the endpoint was
 * corrected, they are made again at once. Once for each: the next attempt begins after it.
 */
export class SecondLook {
  private failures: Failure[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: SecondLookOptions) {}

  add(failure: Failure): void {
    if (this.failures.length >= MOST) return;
    this.failures.push(failure);
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.look(this.failures.splice(0)).catch(this.options.onError);
    }, LOOK_AFTER_MS).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.failures = [];
  }

  private async look(failures: Failure[]): Promise<void> {
    const now = performance.now();
    const failed = failures.map(({ id, attempts, startedAt, resumedAt, isPlain }) => {
      const begunMs = now - startedAt;
      return { id, attempts, resumedAt, sinceMs: isPlain ? begunMs + (attempts === 1 ? COMMIT_MS : 0) : undefined };
    });
    for (const { lane, endpointId } of await this.options.hasten(failed)) this.options.ring(lane, endpointId);
  }
}
