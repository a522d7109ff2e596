import { type EventType } from '#client';

const KNOWN: Record<EventType, true> = {
  'organization.directory_enabled': true,
  'organization.directory_disabled': true,
  'organization.directory_deleted': true,
  'organization.directory.user_created': true,
  'organization.directory.user_updated': true,
  'organization.directory.user_deleted': true,
  'organization.directory.group_created': true,
  'organization.directory.group_updated': true,
  'organization.directory.group_deleted': true,
  'organization.directory.group_member_added': true,
  'organization.directory.group_member_removed': true,
  'organization.directory.sync_started': true,
  'organization.directory.sync_completed': true,
  'organization.directory.sync_failed': true,
  'rollcall.endpoint.failing': true,
  'rollcall.endpoint.recovered': true,
  'rollcall.endpoint.disabled': true,
  'rollcall.delivery.exhausted': true,
  'rollcall.directory.mass_leave': true,
  'rollcall.gate.denied': true,
  'rollcall.test': true,
};
const PREFIX = 'organization.directory.';

/** As people write them: `user_created` is `organization.directory.user_created`. */
export const EVENT_TYPES: readonly string[] = Object.keys(KNOWN).map((type) => type.replace(PREFIX, ''));

/** The whole name of a type. */
export const wholeType = (type: string): EventType =>
  (EVENT_TYPES.includes(type) && !(type in KNOWN) ? `${PREFIX}${type}` : type) as EventType;

/** The name without what most of them begin with. */
export const shortName = (type: string): string => type.replace(PREFIX, '');
