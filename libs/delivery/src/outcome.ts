import { type Lane } from './delivery.js';

/** One POST, for the log. */
export interface DeliveryAttempt {
  /** Allotted by the store when it first tries to record it: a second try, after a lost answer, must not log it twice. */
  id?: string;
  at: Date;
  durationMs: number;
  status?: number;
  /** Why there is no status, or none that counts, in plain words. */
  error?: string;
  responseHeaders?: Record<string, string | string[]>;
  /** The first 16 KiB. */
  responseBody?: string;
}

/** What became of a claimed delivery; `token` is its claim's. */
export type DeliveryOutcome = { id: string; token: string } & (
  | { kind: 'delivered'; attempt: DeliveryAttempt }
  /** `retryInMs` undefined: the ladder is over. `gone`: 410, the endpoint is disabled unless it was corrected since then. */
  | { kind: 'failed'; attempt: DeliveryAttempt; retryInMs?: number; gone?: { resumedAt: string | null } }
  /** Cut short by us: due again at once, no step consumed. */
  | { kind: 'interrupted'; attempt: DeliveryAttempt }
  /** Not begun: due again at once, no attempt. */
  | { kind: 'released' }
  /** There is nothing to send. */
  | { kind: 'canceled' }
);

export interface RecordedOutcome {
  id: string;
  /** This one included: its number. */
  attempts: number;
  state: 'pending' | 'sending' | 'delivered' | 'retrying' | 'exhausted' | 'superseded' | 'canceled';
  resourceId: string;
  nextAttemptAt: Date | undefined;
  /** The lane of what waited behind this delivery, now that it is over. */
  follower: Lane | undefined;
}
