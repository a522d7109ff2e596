import { type Clock } from './clock.js';
import { type Lane } from './delivery.js';

/** After this a change that was being written while the attempt was recorded is committed. */
const LOOK_AFTER_MS = 150;
/** How far to look back before the first attempt: a transaction open then can commit after the claim's snapshot. */
const COMMIT_MS = 500;
/** Of those that failed since the last look; an endpoint that fails with thousands has its breaker. */
const MOST = 500;

export interface FailedDelivery {
  id: string;
  attempts: number;
  /** Monotonic. */
  startedAt: number;
  /** When the endpoint had been corrected or enabled last, as the attempt knew it; null: never. */
  resumedAt: string | null;
  /** A later event brings the retry forward: the receiver asked for no pause. */
  mayExpedite: boolean;
}

/** An attempt that failed a moment ago. */
export interface FailedAttempt {
  /** The delivery's. */
  id: string;
  /** This one included: with a later one there is nothing left to do. */
  attempts: number;
  /** When the endpoint had been corrected or enabled last, as the attempt knew it; null: never. */
  resumedAt: string | null;
  /** A later event that is younger than this was not there when the attempt began; undefined: it does not matter. */
  sinceMs: number | undefined;
}

export interface RetryExpediterOptions {
  clock: Clock;
  /** Makes due what is to be tried again at once. @returns the lanes that have something due */
  expedite(failed: FailedAttempt[]): Promise<{ endpointId: string; lane: Lane }[]>;
  wake(lane: Lane, endpointId: string): void;
  onError(error: Error): void;
}

/**
 * Looks again, a moment later, at deliveries whose attempt failed. Where a later event of the same user came meanwhile, or the endpoint
 * was corrected, the delivery is tried again at once. Once for each failure: the next attempt begins after the look.
 */
export class RetryExpediter {
  private failures: FailedDelivery[] = [];
  private cancelTimer: (() => void) | undefined;

  constructor(private readonly options: RetryExpediterOptions) {}

  add(failure: FailedDelivery): void {
    if (this.failures.length >= MOST) return;
    this.failures.push(failure);
    this.cancelTimer ??= this.options.clock.after(LOOK_AFTER_MS, () => {
      this.cancelTimer = undefined;
      this.look(this.failures.splice(0)).catch(this.options.onError);
    });
  }

  stop(): void {
    this.cancelTimer?.();
    this.failures = [];
  }

  private async look(failures: FailedDelivery[]): Promise<void> {
    const { clock, expedite, wake } = this.options;
    const now = clock.now();
    const failed = failures.map(({ id, attempts, startedAt, resumedAt, mayExpedite }) => {
      const sinceMs = now - startedAt + (attempts === 1 ? COMMIT_MS : 0);
      return { id, attempts, resumedAt, sinceMs: mayExpedite ? sinceMs : undefined };
    });
    for (const { lane, endpointId } of await expedite(failed)) wake(lane, endpointId);
  }
}
