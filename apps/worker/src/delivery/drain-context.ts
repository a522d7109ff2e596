import { type ClaimedDelivery, type Clock, type Ladder, type RecordedOutcome, type Semaphore } from '#delivery';
import { type Lane } from '#directory';
import { type DeliveryStore } from '#persistence';
import { type TokenIssuer } from '#ssf';
import { type Sender, type SendResult } from '#webhooks';
import { type OutcomeRecorder } from './outcome-recorder.js';
import { type SecondLook } from './second-look.js';
import { type SlowLanes } from './slow-lanes.js';

/** One attempt, after it was recorded. */
export interface AttemptReport {
  delivery: ClaimedDelivery;
  endpointId: string;
  lane: Lane;
  result: SendResult;
  recorded: RecordedOutcome | undefined;
}

/** What all lanes of a worker share. */
export interface DrainContext {
  clock: Clock;
  store: DeliveryStore;
  recorder: OutcomeRecorder;
  sender: Sender;
  /** Signs what push streams get. */
  tokens: TokenIssuer;
  /** At what fails. */
  secondLook: SecondLook;
  ladder: Ladder;
  requestTimeoutMs: number;
  /** Endpoints that are not known to be fast claim through it. */
  unprovenClaims: Semaphore;
  /** Drains that wait a moment for what comes next. */
  lingering: { count: number };
  /** When lanes of slow endpoints are looked at again. */
  slowLanes: SlowLanes;
  /** Nothing is claimed or begun any more. */
  stopping: AbortSignal;
  /** What is under way ends now. */
  aborting: AbortSignal;
  ring(lane: Lane, endpointId: string): void;
  ringAt(lane: Lane, endpointId: string, at: Date): void;
  log(report: AttemptReport): void;
  onError(error: Error): void;
}
