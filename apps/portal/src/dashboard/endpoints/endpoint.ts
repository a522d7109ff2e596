import { type components } from '#client';

type Schemas = components['schemas'];

export type Endpoint = Schemas['EndpointBody'];
export type EndpointList = Schemas['EndpointListAnswer'];
export type EndpointHealth = Schemas['EndpointHealthBody'];
export type Resend = Schemas['ResendBody'];
export type Attempt = Schemas['AttemptBody'];

/** The pace of an endpoint, from the attempt log. */
export type EndpointStats = Schemas['EndpointStatsBody'];
export type StatsBucket = Schemas['BucketBody'];

/** What an endpoint can be told, in the order of docs/events.md. A type that is missing here does not compile. */
const KNOWN_TYPES = {
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
} satisfies Record<Schemas['DeliveryBody']['event_type'], true>;

export const EVENT_TYPES = Object.keys(KNOWN_TYPES) as (keyof typeof KNOWN_TYPES)[];

/** The part of a type that tells it from others: `user_created`. */
export const shortType = (type: string): string =>
  type.replace('organization.directory.', '').replace('organization.', '').replace('rollcall.', '');

export type EndpointState = 'healthy' | 'failing' | 'disabled';

export const stateOf = ({ enabled, failing_since }: Endpoint): EndpointState =>
  !enabled ? 'disabled' : failing_since === null ? 'healthy' : 'failing';

export const STATE_TONES = { healthy: 'ok', failing: 'bad', disabled: 'idle' } as const;

export const LIST_OF_TYPES = EVENT_TYPES.map((value) => ({ value, label: value }));
