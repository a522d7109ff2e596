import { Problem } from '../../http/problem.js';

export const PUSH = 'urn:ietf:rfc:8935';

const MOST_EVENTS = 100;
const LONGEST_TEXT = 500;
const LONGEST_URL = 2_048;
/** Visible ASCII, spaces inside: what every HTTP stack carries unchanged. */
const HEADER_VALUE = /^[\x21-\x7e]([\x20-\x7e]{0,2046}[\x21-\x7e])?$/;

/** What a receiver asks for (SSF 1.0 §8.1.1.1). Members that are the transmitter's, and unknown ones, are not read. */
export interface StreamRequest {
  url: string;
  authorizationHeader: string | undefined;
  eventsRequested: string[];
  description: string;
}

type Fields = Record<string, unknown>;

/** @throws Problem 400 naming the member */
export function readStreamRequest(body: unknown): StreamRequest {
  const { delivery, events_requested: events, description } = fieldsOf(body, 'body');
  const { method, endpoint_url: url, authorization_header: authorization } = fieldsOf(delivery, 'delivery');
  if (method !== PUSH) throw refuse('delivery.method', `must be "${PUSH}": this transmitter pushes`);
  if (typeof url !== 'string' || url.length > LONGEST_URL) throw refuse('delivery.endpoint_url', 'must be a URL');
  if (authorization != null && !(typeof authorization === 'string' && HEADER_VALUE.test(authorization))) {
    throw refuse('delivery.authorization_header', 'must be 1 to 2,048 visible ASCII characters');
  }
  return {
    url,
    authorizationHeader: authorization == null ? undefined : (authorization as string),
    eventsRequested: readEvents(events),
    description: readText(description, 'description') ?? '',
  };
}

export interface VerificationRequest {
  streamId: string;
  state: string | undefined;
}

/** @throws Problem 400 naming the member (SSF 1.0 §8.1.4.2) */
export function readVerificationRequest(body: unknown): VerificationRequest {
  const { stream_id: streamId, state } = fieldsOf(body, 'body');
  if (typeof streamId !== 'string') throw refuse('stream_id', 'must name the stream');
  return { streamId, state: readText(state, 'state') };
}

function readEvents(events: unknown): string[] {
  if (events == null) return [];
  const isList = Array.isArray(events) && events.length <= MOST_EVENTS;
  if (!isList || !events.every((uri) => typeof uri === 'string' && uri.length <= LONGEST_TEXT && !uri.includes('\0'))) {
    throw refuse('events_requested', `must be an array of at most ${MOST_EVENTS} URIs`);
  }
  return [...new Set(events as string[])];
}

function readText(text: unknown, field: string): string | undefined {
  if (text == null) return undefined;
  if (typeof text === 'string' && text.length <= LONGEST_TEXT && !text.includes('\0')) return text;
  throw refuse(field, `must be a string of at most ${LONGEST_TEXT} characters`);
}

function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw refuse(field, 'must be a JSON object');
}

const refuse = (field: string, description: string): Problem => Problem.invalid([{ field, description }]);
