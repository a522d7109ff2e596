export { type Clock } from './clock.js';
export { type ClaimedDelivery, type DeliveryEndpoint } from './delivery.js';
export { type DeliveryAttempt, type DeliveryOutcome, type RecordedOutcome } from './outcome.js';
export { type Classification, classify, type Explain } from './attempt/classify.js';
export { composeRequest, isAnothers, type WebhookRequest } from './attempt/compose.js';
export { composed } from './attempt/send.js';
export { type Attempted, type Ladder } from './attempt/outcome-of.js';
export { type AttemptPorts, sendAttempt, type SentAttempt } from './attempt/send-attempt.js';
export { strippedOutcome } from './attempt/stripped-outcome.js';
export { Bulkhead } from './flow-control/bulkhead.js';
export { FlowControl, type Permit } from './flow-control/flow-control.js';
export { Semaphore } from './flow-control/semaphore.js';
export { WAIT_MS } from './lane/claim-limit.js';
export { type Effect } from './lane/lane-effect.js';
export { type Input, type RecordedRow } from './lane/lane-input.js';
export {
  blockOf,
  type ClaimFrom,
  type Cursor,
  isRunning,
  isSettled,
  type LaneBlock,
  newLane,
  nextTickAt,
  type Row,
} from './lane/lane-state.js';
export { step } from './lane/step.js';
export { type FailedAttempt, RetryExpediter } from './retry-expediter.js';
export { WakeSchedule } from './wake-schedule.js';
