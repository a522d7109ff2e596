import { type Delivery, type DeliveryDetail } from '#client';

/** When the next attempt of a delivery is, in a list. @param pausedUntil of the endpoint: nothing is sent before */
export function nextOf(delivery: Delivery, pausedUntil: string | null, now: Date): string | null {
  const at = delivery.next_attempt_at;
  if (at === null || (delivery.state !== 'pending' && delivery.state !== 'retrying')) return null;
  if (pausedUntil !== null && Date.parse(at) < Date.parse(pausedUntil)) return pausedUntil;
  // An attempt that is due waits for something that the list does not say.
  return Date.parse(at) > now.getTime() ? at : 'due';
}

/** Why a delivery has not arrived, for a person; null where the time of the next attempt says everything. */
export function waitOf({ waiting_for, waiting_until, waits_for }: DeliveryDetail): string | null {
  const until = waiting_until === null ? '' : `, until ${waiting_until}`;
  switch (waiting_for) {
    case null:
    case 'retry_time':
      return null;
    case 'breaker':
      return waiting_until === null
        ? 'the endpoint: it failed too often, one request tries it now'
        : `the endpoint: it failed too often, Rollcall pauses until ${waiting_until}`;
    case 'earlier_delivery':
      return `an earlier delivery of the same user or group: ${waits_for}`;
    case 'concurrency':
      return 'the endpoint: it takes no more requests at once';
    case 'rate_limit':
      return `the rate limit of the endpoint${until}`;
    case 'endpoint_disabled':
      return 'the endpoint: it is disabled';
    case 'lease':
      return `the answer of the endpoint: a worker is sending it${until}`;
  }
}

/** The time of the next attempt, where that time is what the delivery waits for. */
export function nextAttemptOf({ next_attempt_at: at, waiting_for }: DeliveryDetail, now: Date): string | null {
  const decides = waiting_for === null || waiting_for === 'retry_time';
  return decides && at !== null && Date.parse(at) > now.getTime() ? at : null;
}
