const SCHEMAS = 'https://schemas.openid.net/secevent';

/** The events of security event tokens that Rollcall sends, by their last name (CAEP 1.0, RISC 1.0, SSF 1.0 §8.1.4 and §8.1.5). */
export const SET_EVENTS = {
  'session-revoked': `${SCHEMAS}/caep/event-type/session-revoked`,
  'token-claims-change': `${SCHEMAS}/caep/event-type/token-claims-change`,
  'account-disabled': `${SCHEMAS}/risc/event-type/account-disabled`,
  'account-enabled': `${SCHEMAS}/risc/event-type/account-enabled`,
  'identifier-changed': `${SCHEMAS}/risc/event-type/identifier-changed`,
  verification: `${SCHEMAS}/ssf/event-type/verification`,
  'stream-updated': `${SCHEMAS}/ssf/event-type/stream-updated`,
} as const;

export type SetEvent = keyof typeof SET_EVENTS;

/** What a receiver may ask for. Events about the stream itself are sent to every stream. */
export const EVENTS_SUPPORTED: readonly string[] = Object.values(SET_EVENTS).filter((uri) => !uri.includes('/ssf/'));

/** What a stream gets of `requested`; an empty list asks for everything. */
export function eventsDelivered(requested: readonly string[]): string[] {
  return EVENTS_SUPPORTED.filter((uri) => requested.length === 0 || requested.includes(uri));
}

export const isSetEvent = (name: string): name is SetEvent => Object.hasOwn(SET_EVENTS, name);
