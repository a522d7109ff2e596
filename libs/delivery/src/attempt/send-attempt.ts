import { receiverError } from '#ssf';
import { type Sender, type SendResult } from '#webhooks';
import { type Clock } from '../clock.js';
import { type DeliveryOutcome } from '../outcome.js';
import { type Classification, classify } from './classify.js';
import { type Attempted, type Ladder, outcomeOf } from './outcome-of.js';
import { type ComposedRequest, sendComposed } from './send.js';

export interface AttemptPorts {
  sender: Pick<Sender, 'send'>;
  ladder: Ladder;
  clock: Pick<Clock, 'epoch'>;
  /** Cuts short what is under way. */
  aborting?: AbortSignal;
}

/** An attempt that is over and not recorded yet. */
export interface SentAttempt {
  result: SendResult;
  classification: Classification;
  outcome: DeliveryOutcome;
}

/** Makes an attempt that is composed: sends it, classifies its end, and says what is to be recorded. */
export async function sendAttempt(
  { sender, ladder, clock, aborting }: AttemptPorts,
  attempted: Attempted,
  request: ComposedRequest,
): Promise<SentAttempt> {
  const result = await sendComposed(sender, request, aborting);
  // Receivers of push streams say in the body why they refuse a token (RFC 8935 §2.3).
  const explain = attempted.endpoint.payloadFormat === 'set' ? receiverError : undefined;
  const classification = classify(result, new Date(clock.epoch()), explain);
  return { result, classification, outcome: outcomeOf(attempted, result, classification, ladder) };
}
