export { EVENTS_SUPPORTED, eventsDelivered, isSetEvent, SET_EVENTS, type SetEvent } from './set-event.js';
export { type EventFacts, requestedSetEvents, setEventsOf } from './set-events-of.js';
export {
  type EventEnvelope,
  type StreamRecipient,
  type SubjectId,
  type TokenClaims,
  tokenClaims,
} from './token-claims.js';
export {
  type PushRequest,
  pushRequest,
  pushRequests,
  type PushStream,
  SET_TYPE,
  type TokenIssuer,
} from './push-request.js';
export { receiverError } from './receiver-error.js';
