import { type EventType } from '#directory';

export type { Lane } from '#directory';

/** A delivery that a worker holds under a lease. */
export interface ClaimedDelivery {
  id: string;
  eventId: string;
  eventType: EventType;
  resourceId: string;
  /** Attempts that consumed a step of the ladder so far. */
  step: number;
  /** Of a push stream: which token of the event it sends. */
  setEvent: string | null;
  /** Null where retention has dropped the event. */
  body: string | null;
  organizationId: string | null;
}

/** Where and how an endpoint wants its webhooks, with its secrets in the clear: keep it no longer than needed. */
export interface DeliveryEndpoint {
  id: string;
  /** The organization whose events the endpoint gets; null: all organizations. */
  organizationId: string | null;
  url: string;
  enabled: boolean;
  payloadFormat: 'standard' | 'polis' | 'set';
  /** Of a push stream: the `aud` of its tokens; null: its URL. */
  audience: string | null;
  /** Of a push stream: how its tokens name a person. */
  subjectFormat: 'iss_sub' | 'email';
  /** Of a push stream: the URIs of the events that its receiver asked for; empty: all. */
  eventsRequested: string[];
  /** Newest first; more than one while a rotation overlaps. */
  secrets: string[];
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Requests per second. */
  rateLimit: number | null;
  /** When it was last enabled again, RFC 3339. */
  resumedAt: string | null;
}
