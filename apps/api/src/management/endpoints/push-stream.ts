import { type WebhookEndpoint } from '#persistence';
import { type FieldViolation, Problem } from '../../http/problem.js';

/** What only a push stream has (`payload_format: set`). */
export type StreamSettings = Pick<WebhookEndpoint, 'payloadFormat' | 'audience' | 'subjectFormat' | 'eventsRequested'>;

/** The fields of a body that are about it. */
export interface StreamFields {
  payload_format?: WebhookEndpoint['payloadFormat'];
  event_types?: string[];
  audience?: string;
  subject_format?: 'iss_sub' | 'email';
  events_requested?: string[];
}

const NONE: StreamSettings = {
  payloadFormat: 'standard',
  audience: null,
  subjectFormat: 'iss_sub',
  eventsRequested: [],
};

/**
 * The settings after a create or an update. The audience stays what it was when the endpoint became a stream: a receiver that checks it
 * must not be locked out by a change of the URL (SSF 1.0 §8.1.1, `aud`).
 * @throws Problem naming fields that are for the other formats, or an audience that would change
 */
export function streamSettings(input: StreamFields, url: string, before: StreamSettings = NONE): StreamSettings {
  const payloadFormat = input.payload_format ?? before.payloadFormat;
  const violations = payloadFormat === 'set' ? unfitForStreams(input, before) : onlyForStreams(input);
  if (violations.length > 0) throw Problem.invalid(violations);
  return {
    payloadFormat,
    audience: before.audience ?? (payloadFormat === 'set' ? (input.audience ?? url) : null),
    subjectFormat: input.subject_format ?? before.subjectFormat,
    eventsRequested:
      input.events_requested === undefined ? before.eventsRequested : [...new Set(input.events_requested)],
  };
}

function unfitForStreams({ event_types, audience }: StreamFields, before: StreamSettings): FieldViolation[] {
  const violations: FieldViolation[] = [];
  if (event_types !== undefined && event_types.length > 0) {
    const description = 'an endpoint with payload_format "set" takes events_requested instead of event_types';
    violations.push({ field: 'event_types', description });
  }
  if (audience !== undefined && before.audience !== null && audience !== before.audience) {
    violations.push({ field: 'audience', description: `never changes: it is ${JSON.stringify(before.audience)}` });
  }
  return violations;
}

function onlyForStreams(input: StreamFields): FieldViolation[] {
  const fields = (['audience', 'subject_format', 'events_requested'] as const).filter((name) => {
    const value = input[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  return fields.map((field) => ({ field, description: 'is only for endpoints with payload_format "set"' }));
}
