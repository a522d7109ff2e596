import { type components } from '#client';

type Schemas = components['schemas'];

export type Endpoint = Schemas['EndpointBody'];
export type EndpointList = Schemas['EndpointListAnswer'];
export type EndpointHealth = Schemas['EndpointHealthBody'];
export type Resend = Schemas['ResendBody'];
export type Attempt = Schemas['AttemptBody'];

/** The pace of an endpoint, from the attempt log. */
export interface EndpointStats {
  step_seconds: number;
  buckets: StatsBucket[];
}

export interface StatsBucket {
  at: string;
  delivered: number;
  failed: number;
  interrupted: number;
  p50_ms: number | null;
  p95_ms: number | null;
}

/** What an endpoint can be told, in the order of docs/events.md. */
export const EVENT_TYPES = [
  'organization.directory_enabled',
  'organization.directory_disabled',
  'organization.directory_deleted',
  'organization.directory.user_created',
  'organization.directory.user_updated',
  'organization.directory.user_deleted',
  'organization.directory.group_created',
  'organization.directory.group_updated',
  'organization.directory.group_deleted',
  'organization.directory.group_member_added',
  'organization.directory.group_member_removed',
  'organization.directory.sync_started',
  'organization.directory.sync_completed',
  'organization.directory.sync_failed',
  'rollcall.endpoint.failing',
  'rollcall.endpoint.recovered',
  'rollcall.endpoint.disabled',
  'rollcall.delivery.exhausted',
  'rollcall.directory.mass_leave',
  'rollcall.test',
] as const;

/** The part of a type that tells it from others: `user_created`. */
export const shortType = (type: string): string =>
  type.replace('organization.directory.', '').replace('organization.', '').replace('rollcall.', '');

export type EndpointState = 'healthy' | 'failing' | 'disabled';

export const stateOf = ({ enabled, failing_since }: Endpoint): EndpointState =>
  !enabled ? 'disabled' : failing_since === null ? 'healthy' : 'failing';

export const STATE_TONES = { healthy: 'ok', failing: 'bad', disabled: 'idle' } as const;

export const LIST_OF_TYPES = EVENT_TYPES.map((value) => ({ value, label: value }));
