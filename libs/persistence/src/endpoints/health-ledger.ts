import { type Pool } from 'pg';
import { type EndpointOutcome, recordHealth } from './endpoint-health.js';

const RETRY_MS = 1_000;

/**
 * Keeps the endpoints' health beside the attempts, which are recorded by then: what cannot be stored is kept, and tried again with the
 * next outcomes, or a second later.
 */
export class HealthLedger {
  private readonly unstored = new Map<string, EndpointOutcome>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pool: Pick<Pool, 'query'>,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Never rejects: nobody can do the attempts again. */
  async record(outcomes: EndpointOutcome[]): Promise<void> {
    const given = [...this.unstored.values(), ...outcomes];
    this.unstored.clear();
    try {
      await recordHealth(this.pool, given);
    } catch (error) {
      for (const outcome of given) this.keep(outcome);
      this.onError(error as Error);
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        void this.record([]);
      }, RETRY_MS).unref();
    }
  }

  /** The worst of each kind: as many as there are endpoints, however long it takes. */
  private keep(outcome: EndpointOutcome): void {
    const { endpoint_id, kind, lane, state } = outcome;
    const key = `${endpoint_id} ${kind} ${lane} ${state} ${outcome.event_type.startsWith('rollcall.')}`;
    const known = this.unstored.get(key);
    if (known === undefined) this.unstored.set(key, outcome);
    else {
      // `lately` is the one that tells nothing of a failure; of a delivery, null.
      const telling = [known, outcome]
        .map(({ failing }) => failing)
        .find((failing) => failing !== (kind === 'failed' ? 'lately' : null));
      this.unstored.set(key, {
        ...outcome,
        step: Math.max(known.step, outcome.step),
        failing: telling === undefined ? outcome.failing : telling,
      });
    }
  }
}
