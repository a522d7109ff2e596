import { isSetEvent } from './set-event.js';
import { setEventsOf } from './set-events-of.js';
import { type EventEnvelope, readable, type StreamRecipient, type TokenClaims, tokenClaims } from './token-claims.js';

/** The `typ` of the header of security event tokens (RFC 8417 §2.3): no verifier of access tokens takes them. */
export const SET_TYPE = 'secevent+jwt';

/** Who signs. */
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
 * @param setEvent null where the delivery was made before the endpoint became a stream: the first token of the event is sent
 * @returns undefined where the event makes no such token, or no longer, because the person was erased
 */
export function pushRequest(
  stream: PushStream,
  stored: string,
  setEvent: string | null,
  at: Date,
  { issuer, sign }: TokenIssuer,
): Promise<PushRequest> | undefined {
  const event = JSON.parse(stored) as EventEnvelope;
  const possible = event.type === 'rollcall.test' ? ['verification', 'stream-updated'] : setEventsOf(readable(event));
  const name = setEvent ?? possible[0];
  if (name === undefined || !isSetEvent(name) || !possible.includes(name)) return undefined;
  const recipient = { ...stream, audience: stream.audience ?? stream.url };
  const headers = { ...stream.headers, 'content-type': 'application/secevent+jwt', accept: 'application/json' };
  return sign(tokenClaims(event, name, recipient, issuer, at), SET_TYPE).then((token) => ({
    url: stream.url,
    headers,
    body: Buffer.from(token),
  }));
}
