import { SET_EVENTS, type SetEvent } from './set-event.js';
import { isAddress, oldAddressOf } from './set-events-of.js';

/** The envelope of an event, as webhooks carry it. */
export interface EventEnvelope {
  id: string;
  type: string;
  occurred_at: string;
  organization_id: string | null;
  data: Record<string, unknown>;
  previous_attributes?: Record<string, unknown>;
}

/** The receiver of the token. */
export interface StreamRecipient {
  id: string;
  audience: string;
  subjectFormat: 'iss_sub' | 'email';
}

export type SubjectId =
  | { format: 'iss_sub'; iss: string; sub: string }
  | { format: 'email'; email: string }
  | { format: 'opaque'; id: string };

/** The claims of a security event token (RFC 8417 §2.2, SSF 1.0 §4): neither `sub` nor `exp`, which are for access tokens. */
export interface TokenClaims {
  iss: string;
  aud: string;
  iat: number;
  jti: string;
  txn: string;
  sub_id: SubjectId;
  organization_id?: string;
  directory_id?: string;
  events: Record<string, Record<string, unknown>>;
}

type Fields = Record<string, unknown>;

/** The claims of the token that says `name` of an event. The same event and name make the same `jti`, whenever the token is signed. */
export function tokenClaims(
  event: EventEnvelope,
  name: SetEvent,
  recipient: StreamRecipient,
  issuer: string,
  at: Date,
): TokenClaims {
  const directoryId = event.data['directory_id'];
  return {
    iss: issuer,
    aud: recipient.audience,
    iat: secondsOf(at),
    jti: `${event.id}.${name}`,
    txn: event.id,
    sub_id: subjectOf(event, name, recipient, issuer),
    ...(event.organization_id !== null && { organization_id: event.organization_id }),
    ...(typeof directoryId === 'string' && { directory_id: directoryId }),
    events: { [SET_EVENTS[name]]: factsOf(event, name) },
  };
}

function subjectOf(event: EventEnvelope, name: SetEvent, recipient: StreamRecipient, issuer: string): SubjectId {
  if (name === 'verification' || name === 'stream-updated') return { format: 'opaque', id: recipient.id };
  const old = name === 'identifier-changed' ? oldAddressOf(readable(event)) : undefined;
  if (old !== undefined) return { format: 'email', email: old };
  const { id, email } = event.data;
  if (recipient.subjectFormat === 'email' && isAddress(email)) return { format: 'email', email };
  return { format: 'iss_sub', iss: issuer, sub: String(id) };
}

function factsOf(event: EventEnvelope, name: SetEvent): Fields {
  const { data } = event;
  switch (name) {
    case 'session-revoked':
      return caepFacts(event, reasonOf(data));
    case 'token-claims-change':
      return {
        claims: { groups: namesOf(data['groups'], 'name'), roles: namesOf(data['roles'], 'role_name') },
        ...caepFacts(event, 'The groups or roles of the person have changed.'),
      };
    case 'identifier-changed':
      return { 'new-value': data['email'] };
    case 'account-disabled':
    case 'account-enabled':
      return {};
    case 'verification':
      return data['state'] === undefined ? {} : { state: data['state'] };
    case 'stream-updated':
      return { status: data['status'] };
  }
}

/** CAEP 1.0 §2. */
function caepFacts({ occurred_at, data }: EventEnvelope, reason: string): Fields {
  return {
    event_timestamp: secondsOf(new Date(occurred_at)),
    initiating_entity: data['reason'] === 'departed' || data['reason'] === 'policy' ? 'policy' : 'admin',
    reason_admin: { en: reason },
  };
}

const REASONS: Record<string, string> = {
  deactivated: 'The identity provider has deactivated the person.',
  deleted: 'The identity provider has deleted the person.',
  departed: 'The departure date of the person has come.',
  directory_deleted: 'The directory of the person was deleted.',
  policy: 'A policy has removed the person.',
};

const reasonOf = ({ reason }: Fields): string => REASONS[String(reason)] ?? REASONS['deactivated']!;

function namesOf(list: unknown, field: string): string[] {
  const names = Array.isArray(list) ? list.map((entry) => (entry as Fields | null)?.[field]) : [];
  return names.filter((name) => typeof name === 'string');
}

export const readable = ({ type, data, previous_attributes }: EventEnvelope) => ({
  type,
  data,
  previousAttributes: previous_attributes,
});

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);
