import { SET_EVENTS, type SetEvent } from './set-event.js';

/** What the mapping reads of an event; the whole event fits. */
export interface EventFacts {
  type: string;
  data: Record<string, unknown>;
  previousAttributes?: Record<string, unknown> | undefined;
}

/**
 * The security event tokens of one event, in the order in which a receiver should get them: a receiver that knows people by their address
 * must learn the new address first, and sessions end before the account is disabled.
 */
export function setEventsOf(event: EventFacts): SetEvent[] {
  switch (event.type) {
    case 'organization.directory.user_created':
      // The version of a person counts on while the person is away. RISC §2.3: somebody was disabled, and is no more.
      return Number(event.data['version']) > 1 ? ['account-enabled'] : [];
    case 'organization.directory.user_updated':
      return [
        ...(oldAddressOf(event) === undefined ? [] : (['identifier-changed'] as const)),
        ...accessEvents(event),
        ...(hasChanged(event, 'groups') || hasChanged(event, 'roles') ? (['token-claims-change'] as const) : []),
      ];
    case 'organization.directory.user_deleted':
      return [
        ...(oldAddressOf(event) === undefined ? [] : (['identifier-changed'] as const)),
        'session-revoked',
        'account-disabled',
      ];
    default:
      return [];
  }
}

/** Those of `setEventsOf` that a receiver asked for, by their URIs; an empty list asks for all of them. */
export function requestedSetEvents(event: EventFacts, requested: readonly string[]): SetEvent[] {
  return setEventsOf(event).filter((name) => requested.length === 0 || requested.includes(SET_EVENTS[name]));
}

/** The address that another one has replaced; undefined where none was. */
export function oldAddressOf({ data, previousAttributes }: EventFacts): string | undefined {
  const [before, after] = [previousAttributes?.['email'], data['email']];
  const isReplaced = isAddress(before) && isAddress(after) && before !== after;
  return isReplaced ? before : undefined;
}

export const isAddress = (value: unknown): value is string => typeof value === 'string' && value !== '';

function accessEvents(event: EventFacts): SetEvent[] {
  if (!hasChanged(event, 'active')) return [];
  return event.data['active'] === true ? ['account-enabled'] : ['session-revoked', 'account-disabled'];
}

const hasChanged = ({ previousAttributes }: EventFacts, name: string): boolean =>
  previousAttributes !== undefined && Object.hasOwn(previousAttributes, name);
