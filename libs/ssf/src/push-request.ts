import { isSetEvent, type SetEvent } from './set-event.js';
import { requestedSetEvents, setEventsOf } from './set-events-of.js';
import { type EventEnvelope, readable, type StreamRecipient, type TokenClaims, tokenClaims } from './token-claims.js';

/** The `typ` of the header of security event tokens (RFC 8417 §2.3): no verifier of access tokens takes them. */
export const SET_TYPE = 'secevent+jwt';

/** The signer. */
export interface TokenIssuer {
  /** The public URL. */
  issuer: string;
  sign(claims: TokenClaims, type: string): Promise<string>;
}

export interface PushStream extends Omit<StreamRecipient, 'audience'> {
  url: string;
  audience: string | null;
  headers: Record<string, string>;
}

export interface PushRequest {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * The POST of one token (RFC 8935 §2.1).
 * @param setEvent null: a test of which nobody said more
 * @returns undefined where the event makes no such token, or no longer, because the person was erased
 */
export function pushRequest(
  stream: PushStream,
  stored: string,
  setEvent: string | null,
  at: Date,
  tokens: TokenIssuer,
): Promise<PushRequest> | undefined {
  const event = JSON.parse(stored) as EventEnvelope;
  const possible = event.type === 'rollcall.test' ? ['verification', 'stream-updated'] : setEventsOf(readable(event));
  const name = setEvent ?? possible[0];
  if (name === undefined || !isSetEvent(name) || !possible.includes(name)) return undefined;
  return requestOf(stream, event, name, at, tokens);
}

/**
 * The POSTs of all tokens of an event, in order: of a delivery that was made before the endpoint became a stream.
 * @returns undefined where the event makes none that the receiver asked for
 */
export function pushRequests(
  stream: PushStream & { eventsRequested: readonly string[] },
  stored: string,
  at: Date,
  tokens: TokenIssuer,
): Promise<PushRequest[]> | undefined {
  const event = JSON.parse(stored) as EventEnvelope;
  if (event.type === 'rollcall.test') return pushRequest(stream, stored, null, at, tokens)?.then((one) => [one]);
  const names = requestedSetEvents(readable(event), stream.eventsRequested);
  if (names.length === 0) return undefined;
  return Promise.all(names.map((name) => requestOf(stream, event, name, at, tokens)));
}

function requestOf(
  stream: PushStream,
  event: EventEnvelope,
  name: SetEvent,
  at: Date,
  { issuer, sign }: TokenIssuer,
): Promise<PushRequest> {
  const recipient = { ...stream, audience: stream.audience ?? stream.url };
  const headers = { ...stream.headers, 'content-type': 'application/secevent+jwt', accept: 'application/json' };
  return sign(tokenClaims(event, name, recipient, issuer, at), SET_TYPE).then((token) => ({
    url: stream.url,
    headers,
    body: Buffer.from(token),
  }));
}
