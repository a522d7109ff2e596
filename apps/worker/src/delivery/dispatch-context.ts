import {
  type ClaimedDelivery,
  type Clock,
  type Ladder,
  type RecordedOutcome,
  type RetryExpediter,
  type Semaphore,
  type WakeSchedule,
} from '#delivery';
import { type Lane } from '#directory';
import { type DeliveryStore } from '#persistence';
import { type TokenIssuer } from '#ssf';
import { type Sender, type SendResult } from '#webhooks';
import { type OutcomeRecorder } from './outcome-recorder.js';

/** One attempt, after it was recorded. */
export interface AttemptReport {
  delivery: ClaimedDelivery;
  endpointId: string;
  lane: Lane;
  result: SendResult;
  recorded: RecordedOutcome | undefined;
}

/** What all lanes of a worker share. */
export interface DispatchContext {
  clock: Clock;
  store: DeliveryStore;
  recorder: OutcomeRecorder;
  sender: Sender;
  /** Signs the tokens of push streams. */
  tokens: TokenIssuer;
  ladder: Ladder;
  requestTimeoutMs: number;
  expediter: RetryExpediter;
  schedule: WakeSchedule;
  /** Endpoints that are not known to be fast claim through it. */
  unprovenClaims: Semaphore;
  /** Lanes that wait a moment for what comes next. */
  lingering: { count: number };
  /** Nothing is claimed or begun any more. */
  stopping: AbortSignal;
  /** Requests that are under way end now. */
  aborting: AbortSignal;
  log(report: AttemptReport): void;
  onError(error: Error): void;
}
